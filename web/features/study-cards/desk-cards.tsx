import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { BatchRow, BatchTotals, BatchView } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import type { SumPart } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { BatchBody } from './batch-body.tsx'
import { batchStates, batchTones } from './card-words.ts'

interface DeskCardsProps {
  /** `/cards` or `/desk/cards`. */
  base: string
  recharge: string
  /** Staff see every organisation's. */
  wholeCentre: boolean
  /** What else can be done with an open batch. */
  more?: ((batch: BatchView) => JSX.Element) | undefined
}

/** 学习卡批次 on a desk: what was bought, given and left, one batch open beside the list. */
export function DeskCards(props: DeskCardsProps): JSX.Element {
  const filters = createFilters(props.base, ['state', 'plan', 'organisation', 'q'])
  const plans = api.studyCards.plans.use(() => undefined)
  const filter = () => {
    const state = batchStates.find((one) => one === filters.value('state'))
    return {
      ...(state ? { state } : {}),
      ...(filters.value('plan') ? { planId: filters.value('plan') ?? undefined } : {}),
      ...(filters.value('organisation') ? { organisationId: filters.value('organisation') ?? undefined } : {}),
      ...(filters.value('q') ? { search: filters.value('q') ?? undefined } : {}),
    }
  }
  const list = createKeysetList(api.studyCards.batches, () => ({ ...filter(), limit: 50 }))
  const totals = api.studyCards.batchTotals.use(filter, () => ({ keepPrevious: true }))
  return (
    <DeskList
      title={t('cards')}
      filters={filters}
      list={list}
      label={t('cards')}
      columns={batchColumns}
      rowName={(batch) => batch.order.number}
      actions={
        <Show when={!props.wholeCentre}>
          <ButtonLink href="/orders/new?kind=cards">{t('newCards')}</ButtonLink>
        </Show>
      }
      selects={
        <>
          <FilterSelect
            label={t('columnState')}
            value={batchStates.find((one) => one === filters.value('state')) ?? null}
            onChange={(state) => filters.set({ state })}
            choices={batchStates.map((value) => ({ value, label: t(`state_${value}`) }))}
          />
          <FilterSelect
            label={t('plan')}
            value={filters.value('plan')}
            onChange={(plan) => filters.set({ plan })}
            choices={(plans.isSuccess ? plans.data : []).map((plan) => ({ value: plan.id, label: plan.name }))}
          />
          <Show when={props.wholeCentre}>
            <FilterOrganisation
              label={t('buyer')}
              value={filters.value('organisation')}
              onChange={(organisation) => filters.set({ organisation })}
            />
          </Show>
        </>
      }
      search={t('searchBatches')}
      emptyTitle={t('noCards')}
      emptyText={t('noCardsText')}
      sums={batchSums(totals.isSuccess ? totals.data : undefined)}
      paneWidth="clamp(400px, 36vw, 520px)"
    >
      {(id, pane) => (
        <BatchPane
          id={id()}
          base={props.base}
          recharge={props.recharge}
          wholeCentre={props.wholeCentre}
          more={props.more}
          onClose={pane.close}
        />
      )}
    </DeskList>
  )
}

function BatchPane(props: DeskCardsProps & { id: string; onClose: () => void }): JSX.Element {
  const query = api.studyCards.batch.use(() => ({ id: props.id }))
  const close = () => <IconButton label={t('closeDetail')} icon={<X size={20} />} onClick={() => props.onClose()} />
  const known = () => (query.isSuccess ? query.data : null)
  return (
    <Pane
      label={t('batchTitle')}
      shownId={props.id}
      footPadded
      foot={
        <Show when={known()?.may.recharge ? known() : null}>
          {(batch) => (
            <ButtonLink
              kind="primary"
              size="verdict"
              href={`${props.recharge}?plan=${batch().plan.id}&batch=${batch().id}`}
            >
              {t('rechargeFrom')}
            </ButtonLink>
          )}
        </Show>
      }
    >
      <PanePart>
        <Loaded query={query} errorTitle={t('batchNotOpened')} skeleton={<SkeletonRows count={10} />}>
          {(batch) => (
            <BatchBody
              batch={batch()}
              places={{
                cards: props.base,
                orders: props.wholeCentre ? '/desk/orders' : '/orders',
                history: `${props.base}/history`,
              }}
              aside={close()}
              actions={props.more?.(batch())}
            />
          )}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

function batchSums(totals: BatchTotals | undefined): SumPart[] {
  if (!totals || totals.count === 0) return []
  return [
    { label: t('value'), value: <Money amount={fen(totals.valueFen)} /> },
    { label: t('recharged'), value: <Money amount={fen(totals.rechargedFen)} tone="settled" /> },
    { label: t('left'), value: <Money amount={fen(totals.leftFen)} tone="waiting" /> },
    ...(totals.expiredFen > 0
      ? [{ label: t('expiredValue'), value: <Money amount={fen(totals.expiredFen)} tone="rejected" /> }]
      : []),
  ]
}

function batchColumns(): DeskColumn<BatchRow>[] {
  const money = (id: string, header: string, of: (row: BatchRow) => number, wide = false): DeskColumn<BatchRow> => ({
    id,
    header,
    cell: (row) => <Money amount={fen(of(row))} sign={false} strong={id === 'left'} />,
    align: 'end',
    width: '120px',
    wide,
  })
  return [
    {
      id: 'order',
      header: t('columnOrder'),
      cell: (row) => <OrderNumber>{row.order.number}</OrderNumber>,
      width: '136px',
    },
    {
      id: 'organisation',
      header: t('buyer'),
      cell: (row) => <LongName>{row.organisation.name}</LongName>,
      long: true,
    },
    {
      id: 'plan',
      header: t('columnPlan'),
      cell: (row) => <LongName>{row.plan.name}</LongName>,
      long: true,
    },
    money('value', t('columnValue'), (row) => row.valueFen, true),
    money('recharged', t('columnRecharged'), (row) => row.rechargedFen, true),
    money('left', t('columnLeft'), (row) => row.leftFen),
    { id: 'expires', header: t('columnExpires'), cell: (row) => row.expiresOn, width: '112px' },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={batchTones[row.state]}>{t(`state_${row.state}`)}</StateMark>,
      width: '104px',
    },
  ]
}
