import { type JSX, Show } from 'solid-js'
import { AppError, type ErrorCode } from '../../../server/core/app-error.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { t } from '../../texts/orders.zh-CN.ts'

/** 先缴费后开票 or 先开票后付款. */
export function ModeChoice(props: {
  value: OrderListRow['mode']
  onChange: (mode: OrderListRow['mode']) => void
}): JSX.Element {
  return (
    <RadioGroup
      value={props.value}
      onChange={props.onChange}
      choices={[
        { value: 'payFirst', label: t('payFirst'), hint: t('payFirstHint') },
        { value: 'invoiceFirst', label: t('invoiceFirst'), hint: t('invoiceFirstHint') },
      ]}
    />
  )
}

/** What the billing form puts right: never filled in, or the registration was changed since. */
const billingCodes: ReadonlySet<string> = new Set<ErrorCode>([
  'billingProfileIncomplete',
  'billingTitleMismatch',
  'billingTaxNumberMismatch',
])

/** Why an order was refused; where its billing profile is why, the way there and back. */
export function BillingOr(props: { error: unknown; organisationId: string | null; returnTo: string }): JSX.Element {
  const refused = () => (props.error instanceof AppError && billingCodes.has(props.error.code) ? props.error : null)
  const whose = (refusal: AppError) => String(refusal.details.organisationId ?? props.organisationId ?? '')
  return (
    <Show when={refused()} fallback={<ErrorNote error={props.error} />}>
      {(refusal) => (
        <Note tone="waiting">
          <p>{refusal().code === 'billingProfileIncomplete' ? t('billingNeeded') : t('billingOutdated')}</p>
          <ButtonLink href={billingHref(whose(refusal()), props.returnTo)}>{t('fillBilling')}</ButtonLink>
        </Note>
      )}
    </Show>
  )
}

export function billingHref(organisationId: string, returnTo: string): string {
  return `/billing?organisation=${organisationId}&return=${encodeURIComponent(returnTo)}`
}
