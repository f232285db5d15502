import { html } from 'hono/html'
import { type Behaviour, type BehaviourChange, behaviourSchema } from '../behaviour.schema.ts'
import { wallTime } from '../make-invoice.ts'
import type { TaxParts } from '../parts.ts'
import { requestId, type TaxRequest } from '../tax-state.ts'
import { type Html, page, type View, yuan } from './layout.ts'
import type { TaxTexts } from './texts.ts'

/** The newest of each kind: the page is for looking on, the whole is in the JSON beside it. */
const shown = 50

const { shape } = behaviourSchema
const choices = {
  outcome: shape.outcome.options,
  duplicate: shape.duplicate.options,
  answer: shape.answer.options,
  callbackFault: shape.callbackFault.options,
  files: shape.files.options,
  red: shape.red.options,
} as const

const order: readonly (keyof Behaviour)[] = [
  'outcome',
  'failTimes',
  'duplicate',
  'workingS',
  'answer',
  'answerSlowS',
  'callbackFault',
  'callbackCopies',
  'callbackDelayS',
  'files',
  'filesDelayS',
  'red',
  'redWorkingS',
]

/** Throws ZodError where a number is none or a choice does not exist. */
export function readBehaviourForm(fields: Record<string, unknown>): BehaviourChange {
  return behaviourSchema.partial().parse(fields)
}

/** What the service was asked, issued and sent, and how it behaves towards one seller or all. */
export async function controlPage(parts: TaxParts, view: View, seller: string | null): Promise<Html> {
  const { t } = view
  const { service } = parts
  await service.settleDue()
  const { requests, invoices, callbacks } = service.state
  const sellers = new Map([...requests.values()].map(({ ask }) => [ask.seller.taxNumber, ask.seller.name]))
  return page(
    view,
    t.controlTitle,
    html`<h1>${t.controlTitle}</h1>
<section class="card"><h2>${t.behaviour}</h2>
<form method="get" action="/control/"><div class="row">
<div class="field"><label for="seller">${t.seller}</label>
<select id="seller" name="seller"><option value="">${t.allSellers}</option>${[...sellers].map(
      ([taxNumber, name]) =>
        html`<option value="${taxNumber}" ${taxNumber === seller ? html`selected` : ''}>${name} ${taxNumber}</option>`,
    )}</select></div><button>${t.show}</button></div></form>
${seller === null ? '' : html`<p class="caption">${t.inherited}</p>`}
<form method="post" action="/control/behaviour-form">
<input type="hidden" name="seller" value="${seller ?? ''}">
${behaviourFields(t, service.behaviourOf(seller))}
<button>${t.save}</button>
</form></section>
${table(
  t,
  t.requests,
  requests.size,
  [t.serial, t.about, t.buyer, t.state, t.amount, t.tries, ''],
  newest(requests).map((request) => requestRow(t, request, parts)),
)}
${table(
  t,
  t.invoices,
  invoices.size,
  [t.number, t.about, t.buyer, t.amount, t.issuedAt, t.serial],
  newest(invoices).map(
    (invoice) =>
      html`<tr><td><a href="/invoices/${invoice.key}">${invoice.number}</a></td><td>${invoice.colour === 'red' ? t.abouts.red : t.abouts.invoice}</td><td>${invoice.buyer.name}</td><td class="number">${yuan(invoice.totalFen)}</td><td>${wallTime(invoice.issuedAt)}</td><td>${invoice.serial}</td></tr>`,
  ),
)}
${table(
  t,
  t.callbacks,
  callbacks.size,
  [t.serial, t.state, t.number, t.sent, t.due, ''],
  newest(callbacks).map(
    ({ id, content, answered, tries, dueAt }) =>
      html`<tr><td>${content.serial}</td><td>${t.states[content.state]}${answered ? ` · ${t.answered}` : ''}</td><td>${content.number ?? ''}</td><td class="number">${tries}</td><td>${dueAt === null ? '' : wallTime(dueAt)}</td>
<td><form method="post" action="/control/deliver-form"><input type="hidden" name="id" value="${id}"><button>${t.deliver}</button></form></td></tr>`,
  ),
)}`,
  )
}

function behaviourFields(t: TaxTexts, behaviour: Behaviour): Html {
  return html`<div class="fields">${order.map((name) => {
    const id = `behaviour-${name}`
    const options = name in choices ? choices[name as keyof typeof choices] : null
    const control = options
      ? html`<select id="${id}" name="${name}">${options.map(
          (option) =>
            html`<option value="${option}" ${behaviour[name] === option ? html`selected` : ''}>${t.choice[option]}</option>`,
        )}</select>`
      : html`<input id="${id}" name="${name}" inputmode="numeric" value="${String(behaviour[name])}">`
    return html`<div class="field"><label for="${id}">${t[name]}</label>${control}</div>`
  })}</div>`
}

function requestRow(t: TaxTexts, request: TaxRequest, { service }: TaxParts): Html {
  const { about, ask, serial, state, failure, numbers, tries, app } = request
  const buyer = about === 'invoice' ? ask.buyer.name : (service.state.invoices.get(ask.blueNumber)?.buyer.name ?? '')
  const amountFen = about === 'invoice' ? ask.totalFen : -ask.blueTotalFen
  return html`<tr><td>${serial}</td><td>${t.abouts[about]}</td><td>${buyer}</td>
<td>${t.states[state]}${state === 'failed' ? ` · ${failure}` : ''}${numbers.length > 1 ? html` · <span class="bad">${t.twice}</span>` : ''}</td>
<td class="number">${yuan(amountFen)}</td><td class="number">${tries}</td>
<td><form method="post" action="/control/forge-form"><input type="hidden" name="request" value="${requestId(app, about, serial)}"><button>${t.forge}</button></form></td></tr>`
}

function table(t: TaxTexts, heading: string, count: number, columns: readonly string[], rows: readonly Html[]): Html {
  return html`<section class="card"><h2>${heading} <span class="caption">${t.newest(Math.min(shown, count))}</span></h2>
${rows.length === 0 ? html`<p class="caption">${t.noneYet}</p>` : html`<div class="scroll"><table><thead><tr>${columns.map((column) => html`<th class="${[t.amount, t.tries, t.sent].includes(column) ? 'number' : ''}">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`}</section>`
}

function newest<One>(all: ReadonlyMap<string, One>): One[] {
  return [...all.values()].slice(-shown).reverse()
}
