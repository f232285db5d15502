import { createSignal, For, type JSX, Show } from 'solid-js'
import { mostPeopleOfForm } from '../../../server/core/hours.ts'
import type { CheckedHours, HourRemark } from '../../../server/features/hours/record-hours.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, TickEntry } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatList } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { unitInList } from '../learners/learner-words.ts'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import type { NewHours } from './create-new-hours.ts'
import { hourKinds } from './hour-words.ts'

/** What the training is. */
export function TrainingFields(props: { form: NewHours; columns?: 1 | 2 }): JSX.Element {
  const { form } = props
  return (
    <>
      <Field label={t('titleField')} hint={t('titleHint')} error={form.problemOf('title')} required>
        <TextInput value={form.draft.title} maxLength={100} onInput={(title) => form.setDraft('title', title)} />
      </Field>
      <FieldGroup columns={props.columns ?? 1}>
        <Field label={t('kind')}>
          <Segmented
            value={form.draft.kind}
            onChange={(kind) => form.setDraft('kind', kind)}
            choices={hourKinds.map((value) => ({ value, label: t(value) }))}
          />
        </Field>
        <Field label={t('studiedOn')} error={form.problemOf('studiedOn')} required>
          <DateTimeInput
            precision="date"
            value={form.draft.studiedOn}
            onInput={(day) => form.setDraft('studiedOn', day)}
          />
        </Field>
        <Field label={t('hoursEach')} error={form.problemOf('hours')} required>
          <TextInput
            value={form.draft.hours}
            inputmode="decimal"
            autocomplete="off"
            maxLength={12}
            onInput={(hours) => form.setDraft('hours', hours)}
          />
        </Field>
      </FieldGroup>
      <Field label={t('evidence')} hint={t('evidenceHint')} optional>
        <TextInput
          value={form.draft.evidence}
          maxLength={200}
          onInput={(evidence) => form.setDraft('evidence', evidence)}
        />
      </Field>
    </>
  )
}

const pageSize = 30

/** Who took part: ticked across searches. */
export function PeoplePicker(props: { form: NewHours }): JSX.Element {
  const { form } = props
  const [search, setSearch] = createSignal('')
  const filter = () => ({ limit: pageSize, ...(search() ? { search: search() } : {}) })
  const query = api.learners.list.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (query.isSuccess ? query.data : undefined),
    (cursor) => api.learners.list.query({ ...filter(), cursor }),
  )
  const allShown = () => more.rows().length > 0 && more.rows().every(({ id }) => form.people().has(id))
  const someShown = () => !allShown() && more.rows().some(({ id }) => form.people().has(id))
  return (
    <Stack gap={3}>
      <div>
        <SearchBox placeholder={t('searchPerson')} value={search()} onSearch={setSearch} slashKey={false} />
      </div>
      <Show when={form.full()}>
        <Note tone="waiting">{t('pickedMost', { most: mostPeopleOfForm })}</Note>
      </Show>
      <Loaded query={query} errorTitle={t('listFailed')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState title={t(search() ? 'nobodyFound' : 'noLearners')}>
                {search() ? undefined : t('noLearnersText')}
              </EmptyState>
            }
          >
            <Stack gap={3}>
              <Line apart>
                <Checkbox
                  checked={allShown()}
                  indeterminate={someShown()}
                  onChange={(on) => form.tick(more.rows(), on)}
                >
                  {t('tickAllShown')}
                </Checkbox>
                <Show when={form.people().size > 0}>
                  <Button kind="quiet" size="dense" onClick={() => form.clear()}>
                    {t('untick')}
                  </Button>
                </Show>
              </Line>
              <Card>
                <For each={more.rows()}>
                  {(person) => (
                    <TickEntry
                      ticked={form.people().has(person.id)}
                      tickable={form.people().has(person.id) || !form.full()}
                      tickLabel={t('tick', { name: person.name })}
                      onTick={(on) => form.tick([person], on)}
                      main={<strong>{person.name}</strong>}
                      note={<IdNumber>{person.idNumberMasked}</IdNumber>}
                    >
                      <Quiet>{unitInList(person.organisation)}</Quiet>
                    </TickEntry>
                  )}
                </For>
              </Card>
              <MoreButton more={more} />
            </Stack>
          </Show>
        )}
      </Loaded>
    </Stack>
  )
}

const shownNames = 5
const approvalWords = { staff: 'willWaitStaff', secondAdmin: 'willWaitSecond' } as const

/** What somebody should know before they record it: who has it already, who is not in the plan, and who approves it. */
export function Remarks(props: { form: NewHours }): JSX.Element {
  return (
    <Show when={props.form.checked()}>
      {(checked) => (
        <Stack gap={2}>
          <Show when={checked().outsidePlan}>
            <Note tone="waiting">{t('remarkOutside')}</Note>
          </Show>
          <Show when={namesWith(checked(), 'known')}>
            {(names) => (
              <>
                <Note tone="rejected">{t('remarkKnown', { names: names() })}</Note>
                <Line>
                  <Button size="dense" onClick={() => props.form.leaveOutKnown()}>
                    {t('leaveOutKnown', { count: props.form.known().length })}
                  </Button>
                </Line>
              </>
            )}
          </Show>
          <Show when={namesWith(checked(), 'notInPlan')}>
            {(names) => <Note tone="waiting">{t('remarkNotInPlan', { names: names() })}</Note>}
          </Show>
          <Show when={namesWith(checked(), 'aboveCap')}>
            {(names) => (
              <Note tone="waiting">{t('remarkAboveCap', { names: names(), kind: t(props.form.draft.kind) })}</Note>
            )}
          </Show>
          <Note>{t(approvalOf(checked()))}</Note>
        </Stack>
      )}
    </Show>
  )
}

const approvalOf = ({ approval }: CheckedHours) => (approval === null ? 'willCount' : approvalWords[approval])

/** `张三、李四`, or the first ones and how many in all; null where there is nobody. */
function namesWith({ people }: CheckedHours, wanted: HourRemark): string | null {
  const names = people.filter(({ remark }) => remark === wanted).map(({ name }) => name)
  if (names.length === 0) return null
  const shown = formatList(names.slice(0, shownNames))
  return names.length > shownNames ? t('someNames', { names: shown, count: names.length }) : shown
}
