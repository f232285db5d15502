import { type JSX, Show } from 'solid-js'
import { Section } from '../../components/layout.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/invoices.zh-CN.ts'
import type { InvoiceFirst } from './create-invoice-first.ts'
import { DetailsForm } from './details-form.tsx'

/** 填写发票信息, where the invoice comes before the money. */
export function InvoiceFirstForm(props: { invoice: InvoiceFirst }): JSX.Element {
  return (
    <Section title={t('firstTitle')} aside={t('firstAside')}>
      <Show when={props.invoice.details()} fallback={<SkeletonCards count={2} />}>
        {(details) => (
          <DetailsForm values={details()} onChange={props.invoice.change} judge={props.invoice.judge} withRemark />
        )}
      </Show>
    </Section>
  )
}
