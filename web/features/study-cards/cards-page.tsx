import { useParams, useSearchParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { BatchRow } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatYuan } from '../../texts/format.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { BatchBody } from './batch-body.tsx'
import { batchStates, batchTones, batchWarning } from './card-words.ts'

const DeskCards = lazy(async () => {
  const { DeskCards: Desk } = await import('./desk-cards.tsx')
  await textsReady()
  return { default: () => <Desk base="/cards" recharge="/recharge" wholeCentre={false} /> }
})

const pageSize = 20

/** 学习卡批次: what was bought, what is left of it and until when. */
export default function CardsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<CardsPhone />}>
          {(id) => <BatchPhone id={id()} />}
        </Show>
      }
      desk={<DeskCards />}
    />
  )
}

function BatchPhone(props: { id: string }): JSX.Element {
  const query = api.studyCards.batch.use(() => ({ id: props.id }))
  const known = () => (query.isSuccess ? query.data : null)
  return (
    <OrganisationShell
      title={t('batchTitle')}
      back="/cards"
      actionBar={
        <Show when={known()?.may.recharge ? known() : null}>
          {(batch) => (
            <ButtonLink kind="primary" size="main" wide href={`/recharge?plan=${batch().plan.id}&batch=${batch().id}`}>
              {t('rechargeFrom')}
            </ButtonLink>
          )}
        </Show>
      }
    >
      <Loaded query={query} errorTitle={t('batchNotOpened')}>
        {(batch) => (
          <BatchBody batch={batch()} places={{ cards: '/cards', orders: '/orders', history: '/cards/history' }} />
        )}
      </Loaded>
    </OrganisationShell>
  )
}

function CardsPhone(): JSX.Element {
  const [address, setAddress] = useSearchParams<{ state?: string }>()
  const state = () => batchStates.find((one) => one === address.state)
  const filter = () => ({ limit: pageSize, ...(state() ? { state: state() } : {}) })
  const list = createPagedList(api.studyCards.batches, filter)
  const tabs = [undefined, ...batchStates]
  return (
    <OrganisationShell
      title={t('cards')}
      back="/orders"
      actions={<IconButton href="/orders/new?kind=cards" label={t('newCards')} icon={<Plus size={24} />} />}
    >
      <LinkTabs
        label={t('columnState')}
        tabs={tabs.map((one) => ({
          label: one ? t(`state_${one}`) : t('anyBalance'),
          href: one ? `/cards?state=${one}` : '/cards',
          current: state() === one,
        }))}
      />
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        empty={
          <Show
            when={state()}
            fallback={
              <EmptyState
                title={t('noCards')}
                action={
                  <ButtonLink kind="primary" href="/orders/new?kind=cards" icon={<Plus size={20} />}>
                    {t('newCards')}
                  </ButtonLink>
                }
              >
                {t('noCardsText')}
              </EmptyState>
            }
          >
            <EmptyState
              title={t('noCardsFound')}
              action={<Button onClick={() => setAddress({ state: null })}>{t('clear')}</Button>}
            />
          </Show>
        }
      >
        {(batch) => <BatchEntry batch={batch} />}
      </PagedRows>
      <Card>
        <CardLine label={t('history')} href="/cards/history" />
      </Card>
    </OrganisationShell>
  )
}

/** A batch in a list: whether it can be used and until when, what is left of how much, for which plan. */
function BatchEntry(props: { batch: BatchRow }): JSX.Element {
  return (
    <CardEntry
      href={`/cards/${props.batch.id}`}
      state={
        <Chop
          tone={batchTones[props.batch.state]}
          since={t('until', { day: formatCalendarDay(props.batch.expiresOn) })}
          sinceUrgent={props.batch.state === 'expiring'}
        >
          {t(`state_${props.batch.state}`)}
        </Chop>
      }
      main={<OrderNumber>{props.batch.order.number}</OrderNumber>}
      amount={
        <>
          {t('left')} <Money amount={fen(props.batch.leftFen)} />
        </>
      }
      note={props.batch.plan.name}
      noteEnd={t('ofValue', { value: formatYuan(fen(props.batch.valueFen)) })}
    >
      <Show when={batchWarning(props.batch)}>{(warning) => warning()}</Show>
    </CardEntry>
  )
}
