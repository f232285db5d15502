import X from 'lucide-solid/icons/x'
import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { LetterRow, LetterView } from '../../../server/features/documents/letters.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { FormCode } from '../../components/grouped-number.tsx'
import { type Fact, Line } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as desk } from '../../texts/desk-letters.zh-CN.ts'
import { formatCount, formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/letters.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { type DeskColumn, DeskList, type DeskListProps } from '../shell/desk-list.tsx'
import type { Filters } from '../shell/filters.ts'
import { createKeysetList, type KeysetList, type PageOf } from '../shell/keyset-list.ts'
import { PdfButton } from '../shell/pdf-button.tsx'
import { CancelLetter, LetterHead, LetterStory, PostTo } from './letter-body.tsx'
import { letterPdf, letterStateNames, letterTones, whoseLetter } from './letter-words.ts'

/** The filters of both lists, kept in the address. */
export const letterFilters = ['state', 'q'] as const
type LetterFilters = Filters<(typeof letterFilters)[number]>
const refreshMs = 15_000

/** The letters of the actor's subtree, or for staff of the whole centre, cut by the address. `first`: the tab without a word in it. */
export function createLetterList(
  filters: LetterFilters,
  first: 'printed' | 'all',
): {
  readonly list: KeysetList<PageOf<LetterRow>>
  tab(): string
  readonly tabs: readonly string[]
} {
  const tabs =
    first === 'printed'
      ? (['printed', 'received', 'cancelled', 'all'] as const)
      : (['all', ...letterStateNames] as const)
  const tab = () => tabs.find((one) => one === filters.value('state')) ?? first
  const input = () => {
    const state = letterStateNames.find((one) => one === tab())
    const search = filters.value('q')
    return { limit: 50, ...(state ? { state } : {}), ...(search ? { search } : {}) }
  }
  return { list: createKeysetList(api.letters.list, input, () => ({ refreshMs })), tab, tabs }
}

/** 确认书 on a desk, of the staff or of an organisation's admin: a dense list, one of them open beside it. */
export function DeskLetters(
  props: Pick<
    DeskListProps<LetterRow, (typeof letterFilters)[number]>,
    'ticked' | 'onTick' | 'tickable' | 'bulk' | 'above'
  > & {
    filters: LetterFilters
    letters: ReturnType<typeof createLetterList>
    staff: boolean
    /** What decides on the open one, at its foot. */
    foot?: ((letter: Accessor<LetterView>) => JSX.Element) | undefined
  },
): JSX.Element {
  const now = createNow()
  const counts = api.letters.counts.use(
    () => {
      const search = props.filters.value('q')
      return search ? { search } : {}
    },
    () => ({ refreshMs, keepPrevious: true }),
  )
  const countOf = (tab: string) => {
    const state = letterStateNames.find((one) => one === tab)
    return state && counts.isSuccess ? counts.data[state] : undefined
  }
  const columns = (): DeskColumn<LetterRow>[] => [
    {
      id: 'at',
      header: t('columnPrinted'),
      cell: (row) => formatTableTime(row.createdAt, now()),
      width: '104px',
      wide: true,
    },
    { id: 'code', header: t('columnCode'), cell: (row) => <FormCode>{row.code}</FormCode>, width: '128px' },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{whoseLetter(row)}</LongName>,
      long: true,
    },
    {
      id: 'plan',
      header: t('columnPlan'),
      cell: (row) => <LongName>{row.plan.name}</LongName>,
      width: '216px',
      long: true,
      wide: true,
    },
    {
      id: 'people',
      header: t('columnPeople'),
      cell: (row) => formatCount(row.confirmed),
      align: 'end',
      width: '88px',
      wide: true,
    },
    {
      id: 'paid',
      header: t('columnPaid'),
      cell: (row) => <Money amount={fen(row.paidFen)} sign={false} />,
      align: 'end',
      width: '112px',
      wide: true,
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={letterTones[row.state]}>{t(row.state)}</StateMark>,
      width: '120px',
    },
  ]
  return (
    <DeskList
      title={props.staff ? desk('title') : t('title')}
      filters={props.filters}
      list={props.letters.list}
      label={t('list')}
      columns={columns}
      rowName={(row) => `${row.code} ${whoseLetter(row)}`}
      tabs={{
        name: 'state',
        label: t('filters'),
        current: props.letters.tab(),
        choices: props.letters.tabs.map((value) => ({
          value,
          label: t(letterStateNames.find((one) => one === value) ?? 'all'),
          count: countOf(value),
        })),
        narrow: true,
      }}
      search={t('search')}
      actions={
        <Show when={!props.staff}>
          <ButtonLink kind="primary" href="/letters/new">
            {t('newOne')}
          </ButtonLink>
        </Show>
      }
      above={props.above}
      emptyTitle={props.staff ? desk('empty') : t('empty')}
      emptyText={props.staff ? desk('emptyText') : t('emptyText')}
      paneWidth="clamp(360px, 36vw, 520px)"
      openOnMove={props.staff}
      ticked={props.ticked}
      onTick={props.onTick}
      tickable={props.tickable}
      bulk={props.bulk}
    >
      {(id, pane) => <DeskLetter id={id()} onClose={pane.close} staff={props.staff} foot={props.foot} />}
    </DeskList>
  )
}

function DeskLetter(props: {
  id: string
  onClose: () => void
  staff: boolean
  foot?: ((letter: Accessor<LetterView>) => JSX.Element) | undefined
}): JSX.Element {
  const query = api.letters.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs }),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={8} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('notOpened')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(letter) => (
          <Pane
            label={t('detail')}
            footPadded
            foot={letter().may.receive || letter().may.putBack ? props.foot?.(letter) : undefined}
          >
            <PanePart>
              <Line apart>
                <FormCode strong>{letter().code}</FormCode>
                <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
              </Line>
              <LetterHead letter={letter()} staff={props.staff} />
              <Show when={letter().state !== 'cancelled'}>
                <Line>
                  <PdfButton
                    kind={props.staff ? 'secondary' : 'primary'}
                    size={props.staff ? 'dense' : 'normal'}
                    href={letterPdf(letter().id)}
                  >
                    {props.staff ? desk('print') : t('download')}
                  </PdfButton>
                  <Show when={props.staff}>
                    <ButtonLink size="dense" href={`/desk/organisations/${letter().organisation.id}`}>
                      {desk('seeOrganisation')}
                    </ButtonLink>
                  </Show>
                </Line>
              </Show>
              <Show when={!props.staff && letter().state === 'printed'}>
                <PostTo address={letter().facts.centre} />
              </Show>
              <LetterStory letter={letter()} more={props.staff ? staffFacts(letter()) : []} />
              <Show when={!props.staff}>
                <CancelLetter letter={letter()} />
              </Show>
            </PanePart>
          </Pane>
        )}
      </Match>
    </Switch>
  )
}

function staffFacts(letter: LetterView): Fact[] {
  if (letter.state !== 'received') return []
  return [
    { label: desk('receivedBy'), value: letter.receivedByName },
    ...(letter.note ? [{ label: desk('noteOf'), value: letter.note }] : []),
  ]
}
