import type { InvoiceDetails } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { createDraft } from '../../offline/draft.ts'
import { errorField } from '../../texts/errors.ts'
import { createDetailsJudge, type DetailsField, type DetailsJudge, emptyDetails } from './details-form.tsx'

export interface InvoiceFirst {
  /** What the invoice will say; null while the billing profile is on its way. */
  details(): InvoiceDetails | null
  change<F extends DetailsField>(field: F, value: InvoiceDetails[F]): void
  readonly judge: DetailsJudge
  /** Marks the field that the server would not take. */
  refuse(error: unknown): void
  /** Once it was sent. */
  clear(): void
}

/**
 * What the invoice of an order says that is asked for before its money, 先开票后付款: the billing profile of the unit that
 * pays, with what is typed over it kept on this device until it is sent. `wanted`: the mode is chosen.
 */
export function createInvoiceFirst(organisationId: () => string | null, wanted: () => boolean): InvoiceFirst {
  const billing = api.organisations.getBilling.use(
    () => ({ organisationId: organisationId() ?? '' }),
    () => ({ enabled: wanted() && organisationId() !== null }),
  )
  const { draft, setDraft, clear } = createDraft<{ of: string | null; typed: Partial<InvoiceDetails> }>(
    'invoice-first',
    { of: null, typed: {} },
  )
  const typed = () => (draft.of === organisationId() ? draft.typed : {})
  const details = (): InvoiceDetails | null => {
    if (!billing.isSuccess) return null
    const { profile, organisationName, creditCode } = billing.data
    if (!profile) return { ...emptyDetails, title: organisationName, taxNumber: creditCode ?? '', ...typed() }
    const { invoiceKind, ...fields } = profile
    return { ...emptyDetails, ...fields, kind: invoiceKind, ...typed() }
  }
  const judge = createDetailsJudge(() => details() ?? emptyDetails, ['mobile'])
  return {
    details,
    change: (field, value) => setDraft({ of: organisationId(), typed: { ...typed(), [field]: value } }),
    judge,
    refuse(error) {
      const field = errorField(error)?.split('.').at(-1)
      if (field && field in emptyDetails) judge.refuse(field as DetailsField)
    },
    clear,
  }
}
