import { useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { CreditBalance, CreditEntry } from '../../../server/features/credit/credit.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/credit.zh-CN.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'

/** 预存款: what each unit has, where it came from, and what can be done with it. */
export default function CreditPage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ unit?: string }>()
  const credit = api.credit.balances.use(() => undefined)
  return (
    <OrganisationShell title={t('title')} back="/orders">
      <Loaded query={credit} errorTitle={t('notOpened')}>
        {(data) => {
          const shown = () =>
            data().balances.find((one) => one.organisationId === search.unit) ?? data().balances[0] ?? null
          return (
            <Show when={shown()} fallback={<EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>}>
              {(unit) => (
                <>
                  <Stack gap={2}>
                    <Quiet>{t('total')}</Quiet>
                    <Money amount={fen(data().totalFen)} size="figure" />
                    <Quiet>{t('lead')}</Quiet>
                  </Stack>
                  <Show when={data().balances.length > 1}>
                    <Card label={t('title')}>
                      <For each={data().balances}>
                        {(one) => (
                          <CardLine
                            label={one.organisationName}
                            note={t('changed', { when: formatDateTime(one.changedAt) })}
                            value={<Money amount={fen(one.balanceFen)} />}
                            onOpen={() => setSearch({ unit: one.organisationId }, { replace: true })}
                          />
                        )}
                      </For>
                    </Card>
                  </Show>
                  <Unit unit={unit()} />
                </>
              )}
            </Show>
          )
        }}
      </Loaded>
    </OrganisationShell>
  )
}

function Unit(props: { unit: CreditBalance }): JSX.Element {
  const filter = () => ({ organisationId: props.unit.organisationId, limit: 20 })
  const entries = createPagedList(api.credit.entries, filter)
  return (
    <Section title={props.unit.organisationName} aside={<Money amount={fen(props.unit.balanceFen)} />}>
      <Show when={props.unit.balanceFen > 0}>
        <Line>
          <ButtonLink href="/orders?state=open">{t('use')}</ButtonLink>
          <ButtonLink href={`/refunds/new?credit=${props.unit.organisationId}`}>{t('askBack')}</ButtonLink>
        </Line>
      </Show>
      <PagedRows
        list={entries}
        errorTitle={t('entriesNotOpened')}
        together={t('entries')}
        empty={<Quiet>{t('noEntries')}</Quiet>}
      >
        {(entry) => <Entry entry={entry} />}
      </PagedRows>
    </Section>
  )
}

function Entry(props: { entry: CreditEntry }): JSX.Element {
  const amount = () => formatYuan(fen(Math.abs(props.entry.amountFen)))
  const href = () => {
    const { refundId, orderId } = props.entry
    if (refundId) return `/refunds/${refundId}`
    return orderId ? `/orders/${orderId}` : undefined
  }
  return (
    <CardEntry
      href={href()}
      main={t(props.entry.cause)}
      amount={<span>{props.entry.amountFen > 0 ? `+${amount()}` : `−${amount()}`}</span>}
      note={joinParts(
        formatDateTime(props.entry.at),
        props.entry.refundNumber ? t('ofRefund', { number: props.entry.refundNumber }) : null,
        props.entry.orderNumber ? t('ofOrder', { number: props.entry.orderNumber }) : null,
      )}
      noteEnd={t('after', { amount: formatYuan(fen(props.entry.balanceFen)) })}
    >
      {props.entry.reason ?? undefined}
    </CardEntry>
  )
}
