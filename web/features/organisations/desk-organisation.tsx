import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { BillingView, OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Pane } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { type Fact, Facts, Line, Note, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-organisations.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import { HoursApproval } from '../hours/desk-hours-approval.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createTree } from './create-tree.ts'
import { BillingException, billingFieldLabel } from './desk-billing-exception.tsx'
import { createOpenUnits, TreeTable } from './tree-table.tsx'
import { UnitPane } from './unit-pane.tsx'

/** One organisation: what it is, the tree that it stands in, its billing details with what staff may allow, its admins. */
export function DeskOrganisation(props: {
  id: string
  onClose: () => void
  onOpen: (id: string) => void
}): JSX.Element {
  const query = api.organisations.get.use(
    () => ({ id: props.id }),
    () => ({ keepPrevious: true }),
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
          <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>{(organisation) => <Organisation {...props} organisation={organisation()} />}</Match>
    </Switch>
  )
}

function Organisation(props: {
  organisation: OrganisationView
  onClose: () => void
  onOpen: (id: string) => void
}): JSX.Element {
  const staff = useStaff()
  const [allowing, setAllowing] = createSignal<BillingView | null>(null)
  const codes = (): Fact[] => {
    const { organisationCode, memberNo } = props.organisation
    const rows: readonly [string, string | null][] = [
      [t('organisationCode'), organisationCode],
      [t('memberNo'), memberNo],
    ]
    return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
  }
  return (
    <Show
      when={allowing()}
      fallback={
        <UnitPane
          unit={props.organisation}
          staff
          learners="/desk/learners"
          onClose={props.onClose}
          onOpen={props.onOpen}
          links={
            <>
              <ButtonLink size="dense" href={`/desk/orders?organisation=${props.organisation.id}`}>
                {t('seeOrders')}
              </ButtonLink>
              <ButtonLink size="dense" href={`/desk/mail?organisation=${props.organisation.id}`}>
                {t('seeMail')}
              </ButtonLink>
              <Show when={props.organisation.registrationId}>
                {(id) => (
                  <ButtonLink size="dense" href={`/desk/registrations/${id()}`}>
                    {t('seeRegistration')}
                  </ButtonLink>
                )}
              </Show>
            </>
          }
        >
          <Show when={codes().length > 0}>
            <Facts beside facts={codes()} />
          </Show>
          <WholeTree id={props.organisation.id} onOpen={props.onOpen} />
          <Billing organisation={props.organisation} onAllow={setAllowing} />
          <HoursApproval organisationId={props.organisation.id} mayChange={staff.may('reviewer')} />
        </UnitPane>
      }
    >
      {(billing) => <BillingException billing={billing()} onClose={() => setAllowing(null)} />}
    </Show>
  )
}

/** The tree that the organisation stands in, from its top; nothing for one that stands alone. */
function WholeTree(props: { id: string; onOpen: (id: string) => void }): JSX.Element {
  const tree = createTree(() => props.id)
  const units = createOpenUnits(tree, () => '')
  return (
    <Loaded query={tree.query()} skeleton={<SkeletonRows count={3} />} errorTitle={t('treeFailed')}>
      {() => (
        <Show when={tree.nodes().length > 1}>
          <Section title={t('tree')} ruled>
            <TreeTable tree={tree} units={units} selected={props.id} onOpen={props.onOpen} narrow />
          </Section>
        </Show>
      )}
    </Loaded>
  )
}

function Billing(props: { organisation: OrganisationView; onAllow: (billing: BillingView) => void }): JSX.Element {
  const query = api.organisations.getBilling.use(() => ({ organisationId: props.organisation.id }))
  const facts = ({ profile }: BillingView): Fact[] => {
    if (!profile) return []
    const { invoiceKind, ...fields } = profile
    return [
      { label: t('kind'), value: t(invoiceKind === 'special' ? 'kindSpecial' : 'kindNormal') },
      ...(Object.keys(fields) as (keyof typeof fields)[]).flatMap((field) =>
        fields[field] === '' ? [] : [{ label: billingFieldLabel(field), value: fields[field] }],
      ),
    ]
  }
  return (
    <Section title={t('billing')} ruled>
      <Loaded query={query} skeleton={<SkeletonRows count={4} />}>
        {(billing) => (
          <>
            <Show when={billing().organisationId !== props.organisation.id}>
              <Note>{t('billingOf', { name: billing().organisationName })}</Note>
            </Show>
            <Show when={billing().profile} fallback={<Note tone="waiting">{t('billingNone')}</Note>}>
              <Show when={billing().missing.length > 0}>
                <Note tone="waiting">
                  {t('billingMissing', { fields: formatList(billing().missing.map(billingFieldLabel)) })}
                </Note>
              </Show>
              <Show when={billing().outdated.length > 0}>
                <Note tone="waiting">
                  {t('billingOutdated', { fields: formatList(billing().outdated.map(billingFieldLabel)) })}
                </Note>
              </Show>
            </Show>
            <Show when={billing().exceptionNote}>{(note) => <Note>{t('exception', { note: note() })}</Note>}</Show>
            <Facts facts={facts(billing())} />
            <Show when={billing().organisationId === props.organisation.id && props.organisation.registered}>
              <Note>{t('allowText')}</Note>
              <Line>
                <Button size="dense" onClick={() => props.onAllow(billing())}>
                  {t('allow')}
                </Button>
              </Line>
            </Show>
          </>
        )}
      </Loaded>
    </Section>
  )
}
