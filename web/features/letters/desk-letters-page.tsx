import { useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, onMount, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { mostReceived, readLetterCode } from '../../../server/features/documents/letters.rules.ts'
import type { LetterRow, LetterView } from '../../../server/features/documents/letters.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Stack } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-letters.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createLetterList, DeskLetters, letterFilters } from './desk-letters.tsx'

/**
 * 确认书 as they arrive: scanned one after the other, or ticked in the list, and marked together. The link in a letter's
 * QR code leads here with its code (`?code=`).
 */
export default function DeskLettersPage(): JSX.Element {
  const staff = useStaff()
  const filters = createFilters('/desk/letters', letterFilters)
  const letters = createLetterList(filters, 'printed')
  const tray = createTray((id) => filters.open(id))
  const [note, setNote] = createSignal('')
  const receive = api.letters.receive.use({
    onSuccess: ({ received, skipped }) => {
      tray.clear()
      setNote('')
      if (received.length > 0) {
        showToast({
          text: t('receivedToast', { count: received.length }),
          undo: async () => {
            for (const { id } of received) await api.letters.putBack.mutate({ id })
          },
        })
      }
      if (skipped.length > 0) showToast({ text: t('skippedToast', { count: skipped.length }) })
    },
  })
  const mark = (ids: readonly string[]) => {
    if (ids.length > 0 && !receive.isPending) receive.mutate({ ids: [...ids], note: note() })
  }
  const may = () => staff.may('reviewer')
  const ticked = () => tray.ids()
  createKeys(() =>
    may() && ticked().size > 0
      ? [{ key: 'Shift A', label: t('keyReceiveTicked'), run: () => mark([...ticked()]) }]
      : [],
  )
  return (
    <DeskLetters
      filters={filters}
      letters={letters}
      staff
      above={
        <Show when={may()}>
          <PanePart>
            <ScanBar
              tray={tray}
              note={note()}
              onNote={setNote}
              onAll={() => mark([...ticked()])}
              error={receive.error}
            />
          </PanePart>
        </Show>
      }
      ticked={may() ? ticked() : undefined}
      onTick={may() ? (ids) => tray.set(letters.list.rows(), ids) : undefined}
      tickable={(row) => row.state === 'printed'}
      bulk={
        <BulkBar
          count={ticked().size}
          text={
            ticked().size > mostReceived ? t('tooMany', { most: mostReceived }) : t('ticked', { count: ticked().size })
          }
          onClear={tray.clear}
        >
          <Show when={ticked().size <= mostReceived}>
            <BulkAction keyHint={['Shift', 'A']} busy={receive.isPending} onClick={() => mark([...ticked()])}>
              {receive.isPending ? t('receiving') : t('receiveTicked')}
            </BulkAction>
          </Show>
        </BulkBar>
      }
      foot={(letter) => <LetterFoot letter={letter()} busy={receive.isPending} onReceive={() => mark([letter().id])} />}
    />
  )
}

type Tray = ReturnType<typeof createTray>

/** What was scanned or ticked and is not marked yet, also where the list does not show it. */
function createTray(open: (id: string) => void) {
  const [rows, setRows] = createSignal<ReadonlyMap<string, LetterRow>>(new Map())
  return {
    ids: (): ReadonlySet<string> => new Set(rows().keys()),
    has: (id: string) => rows().has(id),
    add(row: LetterRow) {
      setRows((all) => new Map([...all, [row.id, row]]))
      open(row.id)
    },
    open,
    /** What is ticked of the rows that are shown; what was scanned beyond them stays. */
    set(shown: readonly LetterRow[], ids: ReadonlySet<string>) {
      const next = new Map(rows())
      for (const row of shown) {
        if (ids.has(row.id)) next.set(row.id, row)
        else next.delete(row.id)
      }
      setRows(next)
    },
    clear: () => void setRows(new Map()),
  }
}

const wholeCode = /^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{10}$/

/** A scanner that ends a code with two returns must not mark what it has just scanned, in milliseconds. */
const restMs = 1000

/** Where a scanner types into, and the note that goes with all of this sitting's letters. Enter in the empty box marks them. */
function ScanBar(props: {
  tray: Tray
  note: string
  onNote: (note: string) => void
  onAll: () => void
  error: unknown
}): JSX.Element {
  const [address, setAddress] = useSearchParams<{ code?: string }>()
  const [typed, setTyped] = createSignal('')
  const [said, setSaid] = createSignal<string | null>(null)
  const [failed, setFailed] = createSignal<unknown>(null)
  let box: HTMLInputElement | undefined
  let scannedAt = 0
  createKeys(() => [{ key: 'S', label: t('keyScan'), run: () => box?.focus() }])
  const find = async (text: string) => {
    const code = readLetterCode(text)
    setFailed(null)
    if (code === '') {
      if (Date.now() - scannedAt > restMs) props.onAll()
      return
    }
    scannedAt = Date.now()
    if (!wholeCode.test(code)) {
      setSaid(t('notACode'))
      return
    }
    try {
      const letter = await api.letters.find.query({ code })
      setTyped('')
      if (letter.state === 'printed') {
        setSaid(props.tray.has(letter.id) ? t('already', { code }) : null)
        props.tray.add(letter)
      } else {
        const when = formatDateTime(letter.stateSince)
        setSaid(letter.state === 'received' ? t('wasReceived', { code, when }) : t('wasCancelled', { code }))
        props.tray.open(letter.id)
      }
    } catch (error) {
      if (error instanceof AppError && error.code === 'notFound') setSaid(t('notFound', { code }))
      else setFailed(error)
    }
    scannedAt = Date.now()
    box?.focus()
    box?.select()
  }
  onMount(() => {
    box?.focus()
    const { code } = address
    if (!code) return
    setAddress({ code: null }, { replace: true })
    void find(code)
  })
  return (
    <Stack gap={2}>
      <FieldGroup columns={2}>
        <Form onSubmit={() => void find(typed())}>
          <Field label={t('scan')} hint={t('scanHint')} error={said()}>
            <TextInput
              ref={(element: HTMLInputElement) => {
                box = element
              }}
              value={typed()}
              onInput={(text) => {
                setTyped(text)
                setSaid(null)
              }}
              onKeyDown={(event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
                if (event.key === 'Escape') event.currentTarget.blur()
              }}
              enterkeyhint="done"
              autocapitalize="characters"
              spellcheck={false}
            />
          </Field>
        </Form>
        <Field label={t('note')} optional>
          <TextInput value={props.note} onInput={props.onNote} placeholder={t('notePlaceholder')} maxLength={200} />
        </Field>
      </FieldGroup>
      <ErrorNote error={failed() ?? props.error} />
    </Stack>
  )
}

/** Marks the open one, or takes the mark back. */
function LetterFoot(props: { letter: LetterView; busy: boolean; onReceive: () => void }): JSX.Element {
  const putBack = api.letters.putBack.use({ onSuccess: () => void showToast({ text: t('putBackToast') }) })
  createKeys(() =>
    props.letter.may.receive ? [{ key: 'A', label: t('keyReceive'), run: () => props.onReceive() }] : [],
  )
  return (
    <>
      <ErrorNote error={putBack.error} />
      <Show
        when={props.letter.may.receive}
        fallback={
          <Button busy={putBack.isPending} onClick={() => putBack.mutate({ id: props.letter.id })}>
            {putBack.isPending ? t('puttingBack') : t('putBack')}
          </Button>
        }
      >
        <Button kind="primary" size="verdict" keyHint="A" busy={props.busy} onClick={() => props.onReceive()}>
          {props.busy ? t('receiving') : t('receive')}
        </Button>
      </Show>
    </>
  )
}
