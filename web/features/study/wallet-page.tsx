import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { Study, StudyPlan } from '../../../server/features/study/study.schema.ts'
import type { EntryKind } from '../../../server/features/study-cards/card-entries.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { formatCalendarDay, formatDateTime, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import type { MyStudy } from './create-study.ts'
import { StudyPage } from './learner-shell.tsx'
import { openingWord } from './study-words.ts'

/** 钱包: what it holds for which plan and until when, opening a plan with it, and what went in and out. */
export default function WalletPage(): JSX.Element {
  return (
    <StudyPage title={t('wallet')} back="/learner">
      {(study, mine) => <Wallet study={study()} mine={mine} />}
    </StudyPage>
  )
}

function Wallet(props: { study: Study; mine: MyStudy }): JSX.Element {
  const withCards = () => props.study.plans.filter(({ opening, over }) => opening !== null && !over)
  return (
    <Stack gap={5}>
      <Stack gap={1}>
        <Quiet>{t('balance')}</Quiet>
        <Money amount={props.study.balanceFen as Fen} size="figure" />
      </Stack>
      <Show
        when={withCards().length > 0}
        fallback={
          <Show when={props.study.balanceFen === 0}>
            <EmptyState title={t('walletEmpty')}>{t('walletEmptyText')}</EmptyState>
          </Show>
        }
      >
        <For each={withCards()}>{(plan) => <PlanWallet plan={plan} study={props.study} mine={props.mine} />}</For>
      </Show>
      <Entries />
    </Stack>
  )
}

function PlanWallet(props: { plan: StudyPlan; study: Study; mine: MyStudy }): JSX.Element {
  const lines = () => props.study.wallets.filter(({ planId }) => planId === props.plan.id)
  return (
    <Section title={props.plan.name}>
      <Card>
        <For each={lines()}>
          {(line) => (
            <CardLine
              label={t('from', { organisation: line.organisationName })}
              note={t(line.state === 'expiring' ? 'expiresSoon' : 'expires', {
                day: formatCalendarDay(line.expiresOn),
              })}
              value={<Money amount={line.balanceFen as Fen} />}
            />
          )}
        </For>
        <Show when={props.plan.opening && openingWord(props.plan.opening)}>
          {(word) => <CardLine label={word()} />}
        </Show>
      </Card>
      <Show when={props.plan.opening?.refusal === null}>
        <OpenPlan plan={props.plan} mine={props.mine} />
      </Show>
    </Section>
  )
}

/** Asks once more before value is spent: it cannot be undone from here. */
function OpenPlan(props: { plan: StudyPlan; mine: MyStudy }): JSX.Element {
  const queries = useQueryClient()
  const [asking, setAsking] = createSignal(false)
  // Kept until it is through: pressed twice, or after a lost answer, it is the same opening.
  const [id, setId] = createSignal(newId())
  const fee = () => props.plan.opening?.feeFen ?? 0
  const left = () => (props.plan.opening?.balanceFen ?? 0) - fee()
  const open = api.studyCards.openMine.use({
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.study.home.key() })
      setAsking(false)
      setId(newId())
      showToast({ text: t('openedNow') })
    },
    stale: [api.studyCards.myEntries.key()],
  })
  const yuan = (fen: number) => formatYuan(fen as Fen)
  return (
    <Show
      when={asking()}
      fallback={
        <Button
          kind="primary"
          size="main"
          wide
          disabled={props.mine.freshness() !== 'fresh'}
          onClick={() => setAsking(true)}
        >
          {fee() > 0 ? t('openFor', { fee: yuan(fee()) }) : t('openForFree')}
        </Button>
      }
    >
      <Card padded>
        <Stack gap={3}>
          <Note>{fee() > 0 ? t('confirmOpen', { fee: yuan(fee()), left: yuan(left()) }) : t('confirmFree')}</Note>
          <ErrorNote error={open.error} />
          <Line>
            <Button
              kind="primary"
              busy={open.isPending}
              onClick={() => open.mutate({ id: id(), planId: props.plan.id, feeFen: fee() })}
            >
              {t(open.isPending ? 'opening' : 'confirm')}
            </Button>
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
          </Line>
        </Stack>
      </Card>
    </Show>
  )
}

const entryWords = {
  recharged: 'entryRecharged',
  rechargeTakenBack: 'entryTakenBack',
  courseOpened: 'entryOpened',
  courseClosed: 'entryClosed',
  cardsExpired: 'entryExpired',
  cardsRevived: 'entryRevived',
  correction: 'entryCorrection',
} as const satisfies Record<EntryKind, string>

const pageSize = 20

function Entries(): JSX.Element {
  const now = createNow()
  const list = createPagedList(api.studyCards.myEntries, () => ({ limit: pageSize }))
  return (
    <Section title={t('entries')}>
      <PagedRows list={list} errorTitle={t('notOpened')} together empty={<Quiet>{t('entriesEmpty')}</Quiet>}>
        {(entry) => (
          <CardEntry
            main={t(entryWords[entry.kind])}
            amount={<Money amount={entry.amountFen as Fen} />}
            note={formatDateTime(entry.at, now())}
            noteEnd={entry.plan.name}
          >
            {entry.reason ?? undefined}
          </CardEntry>
        )}
      </PagedRows>
    </Section>
  )
}
