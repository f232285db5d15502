import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import { AppError, type ErrorCode } from '../../../server/core/app-error.ts'
import { fen } from '../../../server/core/money.ts'
import { type RedReason, redReasons } from '../../../server/core/red-reasons.ts'
import type { Confirmed, InboxRow } from '../../../server/features/invoices/inbox.schema.ts'
import { blockingChecks } from '../../../server/features/invoices/inbox-checks.rules.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CheckList, CheckRow } from '../../components/check-row.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { Select } from '../../components/select.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-inbox.zh-CN.ts'
import { formatBytes, formatPhrases, formatTableTime } from '../../texts/format.ts'
import { ChooseRequest } from './choose-request.tsx'
import {
  checkTitle,
  checkValues,
  doubtSentence,
  problemSentence,
  reasonSentence,
  redReasonKeys,
} from './inbox-words.ts'

/** One invoice of the inbox: what it says, whose it is and why, what speaks against it, and the key that issues it. */
export function DeskInboxInvoice(props: {
  row: InboxRow | null
  pending: boolean
  onClose: () => void
  onDone: () => void
}): JSX.Element {
  return (
    <Show
      when={props.row}
      fallback={
        <Pane label={t('detail')}>
          <Show when={!props.pending} fallback={<SkeletonRows count={10} />}>
            <EmptyState title={t('gone')}>{t('goneText')}</EmptyState>
          </Show>
        </Pane>
      }
    >
      {(row) => <Invoice row={row()} onClose={props.onClose} onDone={props.onDone} />}
    </Show>
  )
}

function Invoice(props: { row: InboxRow; onClose: () => void; onDone: () => void }): JSX.Element {
  const [choosing, setChoosing] = createSignal(false)
  createEffect(
    on(
      () => props.row.id,
      () => setChoosing(false),
    ),
  )
  const placeable = () => props.row.standing !== null && props.row.reading?.colour !== 'red'
  return (
    <Pane
      label={t('detail')}
      shownId={props.row.id}
      footPadded
      foot={
        props.row.standing !== null ||
        props.row.files.some(({ state }) => state === 'unreadable' || state === 'known') ? (
          <Foot row={props.row} onDone={props.onDone} onChoose={() => setChoosing(true)} placeable={placeable()} />
        ) : undefined
      }
    >
      <PanePart>
        <Line apart>
          <Quiet>{kindOf(props.row)}</Quiet>
          <IconButton label={t('closeNote')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline
          aside={
            <Show when={props.row.reading?.amountFen != null}>
              <Money amount={fen(props.row.reading?.amountFen ?? 0)} size="title" />
            </Show>
          }
        >
          <Show when={props.row.number} fallback={props.row.files[0]?.originalName}>
            {(number) => (
              <>
                {props.row.code} <AccountNumber>{number()}</AccountNumber>
              </>
            )}
          </Show>
        </Headline>
        <Show when={props.row.files[0]?.problem}>
          {(problem) => <Note tone="waiting">{problemSentence(problem())}</Note>}
        </Show>
      </PanePart>
      <PanePart>
        <Show when={choosing()} fallback={<FindingPart row={props.row} />}>
          <ChooseRequest row={props.row} onClose={() => setChoosing(false)} />
        </Show>
        <ReadingPart row={props.row} />
        <FilesPart row={props.row} />
      </PanePart>
    </Pane>
  )
}

function kindOf({ reading }: InboxRow): string {
  if (!reading) return ''
  const kind = reading.kind === null ? '' : t(reading.kind === 'special' ? 'kindSpecial' : 'kindNormal')
  return formatPhrases([kind, reading.colour === 'red' ? t('red') : ''])
}

function FindingPart(props: { row: InboxRow }): JSX.Element {
  const request = () => props.row.finding?.request
  const nearest = () => props.row.standing === 'unmatched' && props.row.reading?.colour !== 'red'
  const assign = api.inbox.assign.use()
  const take = () => {
    const id = request()?.id
    if (id && !assign.isPending) assign.mutate({ code: props.row.code, number: props.row.number ?? '', requestId: id })
  }
  createKeys(() => [{ key: 'E', label: t('choose'), run: take, when: () => nearest() && request() != null }])
  return (
    <Show when={props.row.finding}>
      {(finding) => (
        <>
          <Section title={t(props.row.standing === 'unmatched' ? 'nearest' : 'request')}>
            <Quiet>{reasonSentence(finding())}</Quiet>
            <ErrorNote error={assign.error} />
            <Show when={request()}>
              {(known) => (
                <Card padded>
                  <Stack gap={1}>
                    <Line apart>
                      <OrderNumber>{known().orderNumber}</OrderNumber>
                      <Money amount={fen(known().amountFen)} />
                    </Line>
                    <span>{known().organisationName}</span>
                    <Line apart>
                      <Quiet>{known().email}</Quiet>
                      <Line>
                        <ButtonLink size="dense" href={`/desk/invoices/${known().id}`}>
                          {t('seeRequest')}
                        </ButtonLink>
                        <Show when={nearest()}>
                          <Button size="dense" keyHint="E" busy={assign.isPending} onClick={take}>
                            {t('choose')}
                          </Button>
                        </Show>
                      </Line>
                    </Line>
                  </Stack>
                </Card>
              )}
            </Show>
          </Section>
          <Show when={finding().checks.length > 0}>
            <Section title={t('checks')} ruled>
              <CheckList>
                <For each={finding().checks}>
                  {(check) => (
                    <CheckRow verdict={check.verdict} title={checkTitle(check)} values={checkValues(check)}>
                      {check.code === 'filesAgree' && check.verdict !== 'pass' ? (
                        <For each={props.row.reading?.doubts}>{(doubt) => <div>{doubtSentence(doubt)}</div>}</For>
                      ) : null}
                    </CheckRow>
                  )}
                </For>
              </CheckList>
            </Section>
          </Show>
        </>
      )}
    </Show>
  )
}

function ReadingPart(props: { row: InboxRow }): JSX.Element {
  const facts = () => {
    const { reading } = props.row
    if (!reading) return []
    const { amountWithoutTaxFen, taxFen, redReference } = reading
    const said = (value: string | null) => value || <Quiet>{t('notSaid')}</Quiet>
    const amount = (value: number | null) => (value === null ? said(null) : <Money amount={fen(value)} />)
    return [
      { label: t('buyer'), value: said(reading.buyerName), wide: true },
      { label: t('buyerTaxNumber'), value: said(reading.buyerTaxNumber) },
      { label: t('day'), value: said(reading.issuedOn) },
      { label: t('seller'), value: said(reading.sellerName), wide: true },
      { label: t('sellerTaxNumber'), value: said(reading.sellerTaxNumber) },
      { label: t('withoutTax'), value: amount(amountWithoutTaxFen) },
      { label: t('tax'), value: amount(taxFen) },
      ...(reading.remark ? [{ label: t('remark'), value: reading.remark, wide: true }] : []),
      ...(redReference
        ? [
            { label: t('blue'), value: `${redReference.code} ${redReference.number}`.trim(), wide: true },
            { label: t('confirmationForm'), value: said(redReference.confirmationNumber), wide: true },
          ]
        : []),
    ]
  }
  return (
    <Show when={facts().length > 0}>
      <Section title={t('detail')} ruled>
        <Facts facts={facts()} />
      </Section>
    </Show>
  )
}

function FilesPart(props: { row: InboxRow }): JSX.Element {
  const now = createNow()
  return (
    <Section title={t('files')} ruled>
      <For each={props.row.files}>
        {(file) => (
          <Line apart>
            <Stack gap={1}>
              <span>
                {file.originalName} <Quiet>{file.sizeBytes > 0 ? formatBytes(file.sizeBytes) : ''}</Quiet>
              </span>
              <Quiet>
                {file.sameAs
                  ? t('sameAs', { name: file.sameAs.originalName, when: formatTableTime(file.sameAs.createdAt, now()) })
                  : t('droppedBy', { name: file.createdByName, when: formatTableTime(file.createdAt, now()) })}
              </Quiet>
            </Stack>
            <Show when={file.sizeBytes > 0}>
              <ButtonLink size="dense" href={`/api/files/dropped-files/${file.id}`} target="_self" download="">
                {t('download')}
              </ButtonLink>
            </Show>
          </Line>
        )}
      </For>
    </Section>
  )
}

function Foot(props: { row: InboxRow; placeable: boolean; onDone: () => void; onChoose: () => void }): JSX.Element {
  const [accepted, setAccepted] = createSignal(false)
  const [redReason, setRedReason] = createSignal<RedReason | null>(null)
  const [discarding, setDiscarding] = createSignal(false)
  const [refused, setRefused] = createSignal<unknown>(null)
  createEffect(
    on(
      () => props.row.id,
      () => {
        setAccepted(false)
        setRedReason(null)
        setDiscarding(false)
        setRefused(null)
      },
    ),
  )
  const failing = () => (props.row.finding?.checks ?? []).filter(({ verdict }) => verdict !== 'pass')
  const blocked = () => failing().some(({ code, verdict }) => verdict === 'fail' && blockingChecks.has(code))
  const needsReason = () => failing().some(({ code }) => code === 'redIsRequested')
  const needsAccept = () => failing().some(({ code }) => code !== 'redIsRequested')
  const placed = () => props.row.standing === 'ready' || props.row.standing === 'check'
  const mayConfirm = () =>
    placed() && !blocked() && (!needsAccept() || accepted()) && (!needsReason() || redReason() !== null)
  const confirm = api.inbox.confirm.use({
    onSuccess: ({ results }: Confirmed) => {
      const error = results[0]?.error
      if (error) {
        setRefused(new AppError(error.code as ErrorCode, error.details))
        return
      }
      showToast({ text: t('confirmed', { number: props.row.number ?? '' }) })
      props.onDone()
    },
  })
  const discard = api.inbox.discard.use({
    onSuccess: () => {
      showToast({ text: t('discarded') })
      props.onDone()
    },
  })
  const run = () => {
    const { finding, number, code, files } = props.row
    if (!finding?.request || number === null || !mayConfirm() || confirm.isPending) return
    setRefused(null)
    const fileIds = files.map(({ id }) => id)
    const invoice = { code, number, fileIds, requestId: finding.request.id, differencesAccepted: accepted() }
    confirm.mutate({ invoices: [{ ...invoice, redReason: redReason() }] })
  }
  createKeys(() => [
    { key: 'A', label: t('confirm'), run, when: mayConfirm },
    { key: 'C', label: t('chooseRequest'), run: () => props.onChoose(), when: () => props.placeable },
    { key: 'R', label: t('discard'), run: () => setDiscarding(true) },
  ])
  return (
    <Stack gap={3}>
      <ErrorNote error={refused() ?? confirm.error ?? discard.error} />
      <Show
        when={!discarding()}
        fallback={
          <>
            <Note tone="waiting">{t('discardAsk')}</Note>
            <Line apart>
              <Button onClick={() => setDiscarding(false)}>{t('cancel')}</Button>
              <Button
                kind="danger"
                busy={discard.isPending}
                onClick={() => discard.mutate({ fileIds: props.row.files.map(({ id }) => id) })}
              >
                {t('discardSure')}
              </Button>
            </Line>
          </>
        }
      >
        <Show when={placed() && blocked()}>
          <Note tone="rejected">{t('blocked')}</Note>
        </Show>
        <Show when={placed() && !blocked() && needsReason()}>
          <Field label={t('redReason')}>
            <Select
              choices={redReasons.map((value) => ({ value, label: t(redReasonKeys[value]) }))}
              value={redReason()}
              onChange={setRedReason}
            />
          </Field>
        </Show>
        <Show when={placed() && !blocked() && needsAccept()}>
          <Checkbox checked={accepted()} onChange={setAccepted}>
            {t('accept')}
          </Checkbox>
        </Show>
        <Line apart>
          <Line>
            <Button keyHint="R" onClick={() => setDiscarding(true)}>
              {t('discard')}
            </Button>
            <Show when={props.placeable}>
              <Button keyHint="C" onClick={() => props.onChoose()}>
                {t('chooseRequest')}
              </Button>
            </Show>
          </Line>
          <Show when={placed()}>
            <Button kind="primary" keyHint="A" busy={confirm.isPending} disabled={!mayConfirm()} onClick={run}>
              {confirm.isPending ? t('confirming') : t('confirm')}
            </Button>
          </Show>
        </Line>
      </Show>
    </Stack>
  )
}
