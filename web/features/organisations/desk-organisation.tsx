import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { BillingView, OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Line, Note, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-organisations.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import { BillingException, billingFieldLabel } from './desk-billing-exception.tsx'
import { OrganisationState } from './desk-organisation-state.tsx'

/** One organisation: registration, and its billing details with what staff may allow. */
export function DeskOrganisation(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.organisations.get.use(() => ({ id: props.id }))
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
      <Match when={query.data}>
        {(organisation) => <Organisation organisation={organisation()} onClose={props.onClose} />}
      </Match>
    </Switch>
  )
}

function Organisation(props: { organisation: OrganisationView; onClose: () => void }): JSX.Element {
  const [allowing, setAllowing] = createSignal<BillingView | null>(null)
  const facts = (): Fact[] => {
    const { creditCode, organisationCode, memberNo, contactName, telephone, mobile, email, address, ancestors } =
      props.organisation
    const rows: readonly [string, JSX.Element][] = [
      [t('creditCode'), creditCode ? <AccountNumber>{creditCode}</AccountNumber> : null],
      [t('organisationCode'), organisationCode],
      [t('memberNo'), memberNo],
      [t('parents'), ancestors.map((one) => one.name).join(' › ')],
      [t('contact'), contactName],
      [t('telephone'), telephone],
      [t('mobile'), mobile],
      [t('email'), email],
      [t('address'), address],
    ]
    return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
  }
  return (
    <Show
      when={allowing()}
      fallback={
        <Pane label={t('detail')}>
          <PanePart>
            <Line apart>
              <OrganisationState row={props.organisation} />
              <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
            </Line>
            <Headline>{props.organisation.name}</Headline>
            <Line>
              <ButtonLink size="dense" href={`/desk/orders?organisation=${props.organisation.id}`}>
                {t('seeOrders')}
              </ButtonLink>
            </Line>
            <Section title={t('about')} ruled>
              <Facts facts={facts()} />
            </Section>
            <Billing organisation={props.organisation} onAllow={setAllowing} />
          </PanePart>
        </Pane>
      }
    >
      {(billing) => <BillingException billing={billing()} onClose={() => setAllowing(null)} />}
    </Show>
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
              <Show when={!billing().complete}>
                <Note tone="waiting">
                  {t('billingMissing', { fields: formatList(billing().missing.map(billingFieldLabel)) })}
                </Note>
              </Show>
            </Show>
            <Show when={billing().exceptionNote}>{(note) => <Note>{t('exception', { note: note() })}</Note>}</Show>
            <Facts facts={facts(billing())} />
            <Show when={billing().organisationId === props.organisation.id && props.organisation.kind !== 'department'}>
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
