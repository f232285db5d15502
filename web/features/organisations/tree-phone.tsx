import { useNavigate } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createEffect, createMemo, createSignal, For, type JSX, lazy, on, Show, Suspense } from 'solid-js'
import type { OrganisationView, TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Headline, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { formatCount, formatList } from '../../texts/format.ts'
import { textsReady } from '../../texts/texts.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { useMe } from '../accounts/session.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createTree, type Tree } from './create-tree.ts'
import { createUnitActions } from './create-unit-actions.ts'
import type { Asking } from './unit-asking.tsx'
import { UnitAdmins, UnitFacts } from './unit-parts.tsx'
import { unitState } from './unit-words.ts'

const UnitSheet = lazy(async () => {
  const module = await import('./unit-sheet.tsx')
  await textsReady()
  return module
})

const hrefOf = (id: string) => `/tree/${id}`

/** One unit of the tree on a phone: where it stands, what is below it, who manages it. */
export function TreePhone(props: { id: string | null }): JSX.Element {
  const me = useMe()
  const tree = createTree(() => null)
  const id = () => props.id ?? (me.isSuccess ? me.data?.organisation?.id : undefined)
  const unit = api.organisations.get.use(
    () => ({ id: id() ?? '' }),
    () => ({ enabled: id() !== undefined }),
  )
  const shown = () => (unit.isPending || unit.isLoadingError ? null : (unit.data ?? null))
  return (
    <Show
      when={shown()}
      fallback={
        <OrganisationShell title={t('title')} back={props.id === null ? '/learners' : '/tree'}>
          <Loaded query={unit} errorTitle={t('unitNotOpened')}>
            {() => null}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(known) => <UnitPhone unit={known()} tree={tree} />}
    </Show>
  )
}

function UnitPhone(props: { unit: OrganisationView; tree: Tree }): JSX.Element {
  const navigate = useNavigate()
  const [asking, setAsking] = createSignal<Asking | null>(null)
  const actions = createUnitActions(() => setAsking(null))
  // A fresh answer about the same unit leaves open what is being asked.
  const unitId = createMemo(() => props.unit.id)
  createEffect(
    on(
      unitId,
      () => {
        setAsking(null)
        actions.forget()
      },
      { defer: true },
    ),
  )
  const admins = api.organisations.listAdmins.use(() => ({ organisationId: props.unit.id }))
  const known = () => (admins.isSuccess ? admins.data : [])
  const parent = () => props.unit.ancestors.at(-1)
  const may = () => props.unit.may
  const canChange = () => may().rename || may().move || may().setEnabled || may().editContact
  return (
    <OrganisationShell
      title={t('title')}
      back={parent() ? hrefOf(parent()?.id ?? '') : '/learners'}
      actionBar={
        <>
          <Show when={may().addUnits && props.unit.open}>
            <Button
              kind="primary"
              size="main"
              wide
              icon={<Plus size={24} />}
              onClick={() => setAsking({ about: 'add' })}
            >
              {t('add')}
            </Button>
          </Show>
          <Show when={canChange()}>
            <Button size="main" wide={!may().addUnits} onClick={() => setAsking({ about: 'menu' })}>
              {t('more')}
            </Button>
          </Show>
        </>
      }
    >
      <Stack gap={2}>
        <Show when={props.unit.ancestors.length > 0}>
          <Breadcrumbs unit={props.unit} />
        </Show>
        <Headline>{props.unit.name}</Headline>
        <Show when={!props.unit.open}>
          <Chop tone={unitState(props.unit).tone}>{unitState(props.unit).word}</Chop>
        </Show>
      </Stack>
      <ErrorNote error={actions.enableError()} />
      <Section
        title={t('children')}
        aside={
          props.tree.node(props.unit.id)
            ? t('unitsShort', { count: formatCount(props.tree.node(props.unit.id)?.unitsBelow ?? 0) })
            : undefined
        }
      >
        <Loaded query={props.tree.query()} skeleton={<SkeletonCards count={2} />} errorTitle={t('notOpened')}>
          {() => (
            <Show
              when={props.tree.children(props.unit.id).length > 0}
              fallback={<EmptyState title={t('noChildren')}>{t('noChildrenText')}</EmptyState>}
            >
              <Card>
                <For each={props.tree.children(props.unit.id)}>{(node) => <UnitLine node={node} />}</For>
              </Card>
            </Show>
          )}
        </Loaded>
      </Section>
      <Card>
        <CardLine
          label={t('people')}
          value={t('peopleShort', { count: formatCount(props.unit.reach.people) })}
          href={`/learners?organisation=${props.unit.id}`}
        />
      </Card>
      <UnitFacts unit={props.unit} />
      <Loaded query={admins} skeleton={<SkeletonCards count={1} />} errorTitle={t('adminsFailed')}>
        {() => <UnitAdmins unit={props.unit} admins={known()} onAsk={setAsking} />}
      </Loaded>
      <Show when={asking()}>
        {(asked) => (
          <Suspense>
            <UnitSheet
              unit={props.unit}
              admins={known()}
              asking={asked()}
              staff={false}
              actions={actions}
              onAsk={setAsking}
              onClose={() => setAsking(null)}
              onOpen={(id: string) => {
                setAsking(null)
                navigate(hrefOf(id))
              }}
            />
          </Suspense>
        )}
      </Show>
    </OrganisationShell>
  )
}

/** The way down from the organisation that one acts for; each step can be tapped. */
function Breadcrumbs(props: { unit: OrganisationView }): JSX.Element {
  return (
    <nav aria-label={t('tree')}>
      <Line gap={1}>
        <For each={props.unit.ancestors}>
          {(above) => (
            <>
              <a href={hrefOf(above.id)}>{above.name}</a>
              <Quiet>›</Quiet>
            </>
          )}
        </For>
      </Line>
    </nav>
  )
}

/** A unit in the list of what is below another one. */
function UnitLine(props: { node: TreeNode }): JSX.Element {
  const note = () =>
    formatList([
      t('peopleShort', { count: formatCount(props.node.peopleBelow) }),
      ...(props.node.disabledPeopleBelow > 0
        ? [t('disabledShort', { count: formatCount(props.node.disabledPeopleBelow) })]
        : []),
      ...(props.node.unitsBelow > 0 ? [t('unitsShort', { count: formatCount(props.node.unitsBelow) })] : []),
    ])
  return (
    <CardLine
      label={props.node.name}
      note={note()}
      value={
        <Show when={!props.node.open}>
          <Chop tone={unitState(props.node).tone}>{unitState(props.node).word}</Chop>
        </Show>
      }
      href={hrefOf(props.node.id)}
    />
  )
}
