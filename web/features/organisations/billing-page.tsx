import { useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { InvoiceDetails } from '../../../server/features/invoices/invoices.schema.ts'
import type { BillingView } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { Note, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { showToast } from '../../components/toast.tsx'
import { createDraft } from '../../offline/draft.ts'
import { t } from '../../texts/billing.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { safeReturn, useMe } from '../accounts/session.ts'
import {
  createDetailsJudge,
  type DetailsField,
  DetailsForm,
  type DetailsFormProps,
  emptyDetails,
} from '../invoices/details-form.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'

const formId = 'billing'

/** 开票资料: what every invoice starts from. Asked for once, before the first order. */
export default function BillingPage(): JSX.Element {
  const me = useMe()
  const [search] = useSearchParams<{ organisation?: string; return?: string; first?: string }>()
  const organisationId = () => search.organisation ?? (me.isSuccess ? me.data?.organisation?.id : undefined)
  const billing = api.organisations.getBilling.use(
    () => ({ organisationId: organisationId() ?? '' }),
    () => ({ enabled: organisationId() !== undefined }),
  )
  const back = () => safeReturn(search.return) ?? '/me'
  return (
    <Show
      when={billing.isSuccess && billing.data}
      fallback={
        <OrganisationShell title={t('title')} back={back()}>
          <Loaded query={billing} errorTitle={t('notOpened')}>
            {() => null}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(data) => <BillingForm billing={data()} back={back()} first={search.first !== undefined} />}
    </Show>
  )
}

function BillingForm(props: { billing: BillingView; back: string; first: boolean }): JSX.Element {
  const navigate = useNavigate()
  const { billing } = props
  const me = useMe()
  // Whoever fills it in for the first time is whom the invoices are sent to, until they say otherwise.
  const own = me.isSuccess ? me.data?.profile : null
  const { invoiceKind, ...fields } = billing.profile ?? {
    ...emptyDetails,
    invoiceKind: 'normal' as const,
    title: billing.organisationName,
    taxNumber: billing.creditCode ?? '',
    email: own?.email ?? '',
    mobile: own?.mobile ?? '',
  }
  const { draft, setDraft, clear } = createDraft<InvoiceDetails>(`billing-${billing.organisationId}`, {
    ...emptyDetails,
    ...fields,
    kind: invoiceKind,
  })
  const judge = createDetailsJudge(() => ({ ...draft }), ['mobile'])
  const [told, setTold] = createSignal<NonNullable<DetailsFormProps['told']>>(
    toldAbout(billing, (name, value) => change(name, value)),
  )
  const save = api.organisations.saveBilling.use({
    onSuccess: () => {
      clear()
      showToast({ text: t('saved') })
      navigate(props.back, { replace: true })
    },
    onError: (error) => {
      const field = errorField(error)
      if (field && field in emptyDetails) judge.refuse(field as DetailsField)
      if (error instanceof AppError) setTold(mismatch(error, (name, value) => change(name, value)))
    },
  })
  const change = <F extends DetailsField>(field: F, value: InvoiceDetails[F]) => {
    setDraft({ [field]: value })
    if (told()[field]) setTold({})
  }
  const send = () => {
    if (save.isPending || !judge.judge()) return
    const { kind, remark: _printedLater, ...rest } = draft
    save.mutate({ ...rest, invoiceKind: kind, organisationId: billing.organisationId })
  }
  const said = () => Object.keys(told()).length > 0
  return (
    <OrganisationShell
      title={t('title')}
      back={props.back}
      actionBar={
        <Show when={billing.canEdit}>
          <Button type="submit" form={formId} kind="primary" size="main" wide busy={save.isPending}>
            {save.isPending ? t('saving') : t('save')}
          </Button>
        </Show>
      }
    >
      <Form id={formId} onSubmit={send}>
        <Show
          when={billing.canEdit}
          fallback={<Note tone="waiting">{t('departmentNote', { organisation: billing.organisationName })}</Note>}
        >
          <Show when={props.first} fallback={<Quiet>{t('lead')}</Quiet>}>
            <Note>{t('firstLead')}</Note>
          </Show>
        </Show>
        <Show when={billing.exceptionNote}>{(note) => <Note>{t('exception', { note: note() })}</Note>}</Show>
        <DetailsForm values={draft} onChange={change} judge={judge} told={told()} disabled={!billing.canEdit} />
        <ErrorNote error={said() ? null : save.error} />
      </Form>
    </OrganisationShell>
  )
}

/** The registration was changed since this was saved: the fields say so before anybody sends them. */
function toldAbout(
  billing: BillingView,
  change: (field: 'title' | 'taxNumber', value: string) => void,
): NonNullable<DetailsFormProps['told']> {
  const errors = {
    title: () => new AppError('billingTitleMismatch', { registeredName: billing.organisationName }),
    taxNumber: () => new AppError('billingTaxNumberMismatch', { creditCode: billing.creditCode }),
  }
  return Object.assign({}, ...billing.outdated.map((field) => mismatch(errors[field](), change)))
}

/** Title and tax number have to be the registered ones; both sentences come with the value that would be right. */
function mismatch(
  error: AppError,
  change: (field: 'title' | 'taxNumber', value: string) => void,
): NonNullable<DetailsFormProps['told']> {
  if (error.code === 'billingTitleMismatch') {
    const registered = String(error.details.registeredName ?? '')
    return {
      title: {
        text: t('mismatchTitle', { registered }),
        repair: <Button onClick={() => change('title', registered)}>{t('useRegistered')}</Button>,
      },
    }
  }
  if (error.code === 'billingTaxNumberMismatch') {
    const creditCode = String(error.details.creditCode ?? '')
    return {
      taxNumber: {
        text: t('mismatchTaxNumber', { creditCode }),
        repair: <Button onClick={() => change('taxNumber', creditCode)}>{t('useCreditCode')}</Button>,
      },
    }
  }
  return {}
}
