import { useSearchParams } from '@solidjs/router'
import FileUp from 'lucide-solid/icons/file-up'
import { createMemo, createSignal, type JSX, lazy, Match, Show, Switch } from 'solid-js'
import type { CardPlan } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Headline, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { useMe } from '../accounts/session.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { TickedLine } from './card-people-list.tsx'
import { choosePlan } from './choose-plan.ts'
import { createRecharge, type Recharge } from './create-recharge.ts'
import { NoCards } from './no-cards.tsx'
import { OperationCheckView, StartNotes } from './operation-check.tsx'
import { RechargePeople } from './recharge-people.tsx'
import { RechargeWay, WaySum } from './recharge-way.tsx'
import { startWord, tickedWord } from './start-word.ts'

const DeskRecharge = lazy(async () => {
  const { DeskRecharge: Desk } = await import('./desk-recharge.tsx')
  await textsReady()
  return { default: () => <Desk base="/recharge" cards="/cards" wholeCentre={false} /> }
})

/** 学员缴费: people first, then the batch and the amounts, then one look before it is done. */
export default function RechargePage(): JSX.Element {
  return <ByWidth phone={<RechargePhone />} desk={<DeskRecharge />} />
}

function RechargePhone(): JSX.Element {
  loadAhead(() => import('./operation-page.tsx'))
  const [address] = useSearchParams<{ plan?: string }>()
  const me = useMe()
  const plans = api.studyCards.plans.use(() => undefined)
  const owner = () => (me.isSuccess ? (me.data?.organisation?.id ?? null) : null)
  const rows = () => (plans.isSuccess ? plans.data : [])
  const planId = createMemo(() => choosePlan(rows(), address.plan)?.id ?? null)
  return (
    <Show
      when={owner() !== null && planId()}
      keyed
      fallback={
        <OrganisationShell title={t('recharge')} back="/home">
          <Loaded query={plans} errorTitle={t('notOpened')}>
            {(all) => (
              <Show when={all().length === 0} fallback={<SkeletonCards count={3} />}>
                <NoCards title={t('noPlans')}>{t('noPlansText')}</NoCards>
              </Show>
            )}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(id) => {
        const plan = createMemo<CardPlan | null>((before) => rows().find((one) => one.id === id) ?? before, null)
        return <Show when={plan()}>{(one) => <OfPlan plan={one()} plans={rows()} owner={owner() ?? ''} />}</Show>
      }}
    </Show>
  )
}

function OfPlan(props: { plan: CardPlan; plans: readonly CardPlan[]; owner: string }): JSX.Element {
  const recharge = createRecharge(() => props.plan, {
    base: '/recharge',
    operations: '/cards/operations',
    owner: props.owner,
    pageSize: 30,
  })
  return (
    <Switch>
      <Match when={recharge.step() === 'people'}>
        <PeopleStep recharge={recharge} plans={props.plans} />
      </Match>
      <Match when={recharge.step() === 'way'}>
        <WayStep recharge={recharge} />
      </Match>
      <Match when={recharge.step() === 'check' || recharge.step() === 'open'}>
        <CheckStep recharge={recharge} />
      </Match>
    </Switch>
  )
}

/** 第一步: who. */
function PeopleStep(props: { recharge: Recharge; plans: readonly CardPlan[] }): JSX.Element {
  const { recharge } = props
  const { people } = recharge
  return (
    <OrganisationShell
      title={t('recharge')}
      back="/home"
      actions={
        <IconButton
          href={`/recharge/import?plan=${recharge.plan().id}`}
          label={t('importPeople')}
          icon={<FileUp size={24} />}
        />
      }
      actionNote={<TickedLine people={people} />}
      actionBar={
        <>
          <Show when={recharge.canOpen()}>
            <Button size="main" disabled={people.count() === 0} onClick={() => recharge.go('open')}>
              {t('doOpen')}
            </Button>
          </Show>
          <Button kind="primary" size="main" wide disabled={people.count() === 0} onClick={() => recharge.go('way')}>
            {people.count() === 0 ? t('doRechargeNobody') : t('doRecharge', { count: people.count() })}
          </Button>
        </>
      }
    >
      <RechargePeople recharge={recharge} plans={props.plans} />
    </OrganisationShell>
  )
}

/** 第二步: from which batch, how much for each. */
function WayStep(props: { recharge: Recharge }): JSX.Element {
  const { recharge } = props
  const [asked, setAsked] = createSignal(false)
  const goOn = () => {
    setAsked(true)
    const batch = recharge.batch()
    if (recharge.amount() === null || batch === null || recharge.missingOf(batch) > 0)
      queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    else recharge.go('check')
  }
  return (
    <OrganisationShell
      title={t('recharge')}
      back={recharge.href('people')}
      actionNote={<WaySum recharge={recharge} />}
      actionBar={
        <Show
          when={!recharge.batches.isSuccess || recharge.batchRows().length > 0}
          fallback={
            <ButtonLink size="main" wide href={recharge.href('people')}>
              {t('changePeople')}
            </ButtonLink>
          }
        >
          <Button kind="primary" size="main" wide onClick={goOn}>
            {t('next')}
          </Button>
        </Show>
      }
    >
      <StepHead title={t('stepWay')} aside={tickedWord(recharge.people)} />
      <RechargeWay recharge={recharge} asked={asked()} />
    </OrganisationShell>
  )
}

/** 第三步: what it comes to, and whom it leaves out. */
function CheckStep(props: { recharge: Recharge }): JSX.Element {
  const { recharge } = props
  const { operation } = recharge
  const opening = () => recharge.step() === 'open'
  return (
    <OrganisationShell
      title={t(opening() ? 'openTitle' : 'recharge')}
      back={recharge.href(opening() ? 'people' : 'way')}
      actionBar={
        <Button
          kind="primary"
          size="main"
          wide
          disabled={!operation.canStart()}
          busy={operation.sending()}
          onClick={() => operation.start()}
        >
          {operation.sending() ? t('sending') : startWord(recharge.step() === 'open' ? 'open' : 'recharge', operation)}
        </Button>
      }
    >
      <Show when={!opening()} fallback={<Quiet>{t('openLead')}</Quiet>}>
        <StepHead title={t('stepCheck')} />
      </Show>
      <OperationCheckView operation={operation} kind={opening() ? 'open' : 'recharge'} plan={recharge.plan().name} />
      <StartNotes operation={operation} operations={recharge.place.operations} />
    </OrganisationShell>
  )
}

function StepHead(props: { title: string; aside?: string | undefined }): JSX.Element {
  return <Headline aside={props.aside}>{props.title}</Headline>
}
