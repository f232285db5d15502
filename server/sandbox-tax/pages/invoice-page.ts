import { html } from 'hono/html'
import { titleOf, wordsOf } from '../files/face.ts'
import type { IssuedFile } from '../files/files-of.ts'
import { wallTime } from '../make-invoice.ts'
import type { TaxInvoice, TaxState } from '../tax-state.ts'
import { type Html, page, type View, yuan } from './layout.ts'

/** One invoice to look at, with its files. */
export function invoicePage(view: View, state: TaxState, invoice: TaxInvoice, files: readonly IssuedFile[]): Html {
  const { t } = view
  const blue = state.invoices.get(invoice.blueNumber ?? '')
  const red = state.invoices.get(state.flushed.get(invoice.number) ?? '')
  const fact = (name: string, value: string | Html) => html`<div><dt>${name}</dt><dd class="code">${value}</dd></div>`
  const link = (other: TaxInvoice) => html`<a href="/invoices/${other.key}">${other.number}</a>`
  return page(
    view,
    invoice.number,
    html`<h1>${titleOf(invoice)} ${invoice.number}</h1>
<section class="card"><dl class="facts">
${fact(t.about, invoice.colour === 'red' ? t.abouts.red : t.abouts.invoice)}
${fact(t.issuedAt, wallTime(invoice.issuedAt))}
${fact(t.buyer, `${invoice.buyer.name} ${invoice.buyer.taxNumber}`)}
${fact(t.seller, `${invoice.seller.name} ${invoice.seller.taxNumber}`)}
${fact(t.withoutTax, yuan(invoice.amountFen))}
${fact(t.tax, yuan(invoice.taxFen))}
${fact(t.amount, `${yuan(invoice.totalFen)} ${wordsOf(invoice)}`)}
${fact(t.remark, invoice.remark)}
${fact(t.serial, invoice.serial)}
${blue ? fact(t.redOf, link(blue)) : ''}
${invoice.reason === null ? '' : fact(t.reason, invoice.reason)}
${red ? fact(t.flushedBy, link(red)) : ''}
</dl>
<div class="row">${files.map(({ kind }) => html`<a class="button" href="/invoices/${invoice.key}/${kind}">${t.download} ${kind.toUpperCase()}</a>`)}</div>
</section>
<img class="face" src="/invoices/${invoice.key}/face.svg" alt="${titleOf(invoice)} ${invoice.number}">`,
  )
}
