import { createSignal, For, type JSX, Show } from 'solid-js'
import type { RetentionRow } from '../../../server/features/privacy/retention.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Columns, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-privacy.zh-CN.ts'
import { formatDateTime, formatDay } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'

const mostDays = 36_600

/** 保存期限: for each kind of data how long it is kept, with what would go tonight before anything is saved. */
export function RetentionSettings(): JSX.Element {
  const query = api.privacy.retention.use(() => undefined)
  return (
    <Stack gap={4}>
      <Note>{t('retentionText')}</Note>
      <Loaded query={query} errorTitle={t('retentionNotOpened')}>
        {(rows) => (
          <Columns>
            <For each={rows()}>{(row) => <Category row={row} />}</For>
          </Columns>
        )}
      </Loaded>
    </Stack>
  )
}

/** `183` as a number of days; null where it is none that can be saved. */
function daysOf(text: string): number | null {
  const days = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0
  return days >= 1 && days <= mostDays ? days : null
}

function Category(props: { row: RetentionRow }): JSX.Element {
  const now = createNow()
  const [text, setText] = createSignal(String(props.row.keepDays))
  const days = () => daysOf(text())
  const changed = () => days() !== props.row.keepDays
  const problem = () => {
    const wanted = days()
    if (wanted === null) return t('notDays')
    return wanted < props.row.leastDays ? t('tooShort', { days: props.row.leastDays }) : null
  }
  const ready = () => changed() && problem() === null
  const preview = api.privacy.previewRetention.use(
    () => ({ category: props.row.category, keepDays: days() ?? props.row.keepDays }),
    () => ({ enabled: ready() }),
  )
  const save = api.privacy.saveRetention.use({ onSuccess: () => void showToast({ text: desk('saved') }) })
  const told = () => {
    const { changed: by, lastRun, leastDays, proposedDays } = props.row
    return joinParts(
      t('countedFrom', { since: t(`${props.row.category}From`) }),
      t('least', { days: leastDays }),
      t('proposed', { days: proposedDays }),
      by ? t('changedBy', { name: by.byName, when: formatDateTime(by.at, now()) }) : null,
      lastRun ? t('lastRun', { when: formatDateTime(lastRun.at, now()), count: lastRun.erased }) : null,
    )
  }
  return (
    <Section title={t(props.row.category)} ruled>
      <Form
        onSubmit={() => {
          const wanted = days()
          if (ready() && wanted !== null && !save.isPending)
            save.mutate({ category: props.row.category, keepDays: wanted })
        }}
        gap={2}
      >
        <Quiet>{told()}</Quiet>
        <Field label={t('columnKeep')} error={changed() ? problem() : null}>
          <TextInput value={text()} inputmode="numeric" maxLength={5} onInput={setText} />
        </Field>
        <Show when={ready() && preview.isSuccess ? preview.data : null}>
          {(found) => (
            <Note tone={found().count > 0 ? 'waiting' : 'quiet'}>
              {found().count > 0
                ? t('preview', { count: found().count, before: formatDay(found().before, now()) })
                : t('previewNothing')}
            </Note>
          )}
        </Show>
        <ErrorNote error={save.error} />
        <Show when={changed()}>
          <Line>
            <Button kind="primary" type="submit" disabled={!ready()} busy={save.isPending}>
              {save.isPending ? desk('saving') : desk('save')}
            </Button>
          </Line>
        </Show>
      </Form>
    </Section>
  )
}
