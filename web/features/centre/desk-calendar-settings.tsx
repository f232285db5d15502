import { useSearchParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { CalendarEntry } from '../../../server/features/centre/centre.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { Columns, Line, Note, Quiet, Row, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { shanghaiDate } from '../../texts/format.ts'

/** Holidays and make-up days of one year at a time. */
export function CalendarSettings(): JSX.Element {
  const [address] = useSearchParams<{ year?: string }>()
  const thisYear = Number(shanghaiDate(new Date()).slice(0, 4))
  const year = () => Number(address.year) || thisYear
  const years = [thisYear - 1, thisYear, thisYear + 1]
  const query = api.centre.calendar.use(() => ({ year: year() }))
  return (
    <Columns>
      <Stack gap={3}>
        <LinkTabs
          label={t('calendar')}
          tabs={years.map((one) => ({
            label: t('previousYear', { year: one }),
            href: `/desk/settings/calendar?year=${one}`,
            current: one === year(),
          }))}
        />
        <Note>{t('calendarText')}</Note>
        <Loaded query={query} errorTitle={t('notOpened')}>
          {(days) => (
            <Show when={{ year: year(), days: days() }} keyed>
              {(one) => <CalendarForm year={one.year} days={one.days} />}
            </Show>
          )}
        </Loaded>
      </Stack>
    </Columns>
  )
}

function CalendarForm(props: { year: number; days: readonly CalendarEntry[] }): JSX.Element {
  const [days, setDays] = createStore<CalendarEntry[]>(props.days.map((day) => ({ ...day })))
  const [complaint, setComplaint] = createSignal<string | null>(null)
  const save = api.centre.saveCalendar.use({ onSuccess: () => void showToast({ text: desk('saved') }) })
  const wrong = (): string | null => {
    if (days.some(({ day }) => !day.startsWith(`${props.year}-`))) return t('dayOutside', { year: props.year })
    if (days.some(({ name }) => name.trim() === '')) return t('dayNameNeeded')
    return new Set(days.map(({ day }) => day)).size === days.length ? null : t('dayTwice')
  }
  const send = () => {
    const problem = wrong()
    setComplaint(problem)
    if (problem === null && !save.isPending) save.mutate({ year: props.year, days: days.map((day) => ({ ...day })) })
  }
  const add = () => setDays(days.length, { day: `${props.year}-01-01`, kind: 'holiday', name: '' })
  return (
    <Form onSubmit={send} gap={2}>
      <Show when={days.length === 0}>
        <Quiet>{t('noDays', { year: props.year })}</Quiet>
      </Show>
      <For each={days}>
        {(day, index) => (
          <Row columns="156px max-content minmax(0, 1fr) max-content">
            <DateTimeInput
              precision="date"
              aria-label={t('day')}
              value={day.day}
              onInput={(value) => setDays(index(), 'day', value)}
            />
            <Segmented
              label={t('dayKind')}
              value={day.kind}
              onChange={(kind) => setDays(index(), 'kind', kind)}
              choices={[
                { value: 'holiday', label: t('holiday') },
                { value: 'workday', label: t('workday') },
              ]}
            />
            <TextInput
              aria-label={t('dayName')}
              placeholder={t('dayName')}
              value={day.name}
              maxLength={40}
              onInput={(name) => setDays(index(), 'name', name)}
            />
            <IconButton
              label={t('removeDay', { day: day.day })}
              icon={<Trash size={16} />}
              onClick={() => setDays((all) => all.filter((_, at) => at !== index()))}
            />
          </Row>
        )}
      </For>
      <Show when={complaint()}>{(text) => <Note tone="rejected">{text()}</Note>}</Show>
      <ErrorNote error={save.error} />
      <Line>
        <Button icon={<Plus size={16} />} onClick={add}>
          {t('addDay')}
        </Button>
        <Button kind="primary" type="submit" busy={save.isPending}>
          {save.isPending ? desk('saving') : desk('save')}
        </Button>
      </Line>
    </Form>
  )
}
