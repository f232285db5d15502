import { html } from 'hono/html'
import { type Behaviour, type BehaviourChange, behaviourSchema } from '../behaviour.schema.ts'
import type { Html } from './layout.ts'
import type { BankTexts } from './texts.ts'

const choices = {
  noticeOrder: behaviourSchema.shape.noticeOrder.options,
  noticeFault: behaviourSchema.shape.noticeFault.options,
  afterLimit: behaviourSchema.shape.afterLimit.options,
  queryAnswer: behaviourSchema.shape.queryAnswer.options,
  refund: behaviourSchema.shape.refund.options,
  close: behaviourSchema.shape.close.options,
} as const

const order: readonly (keyof Behaviour)[] = [
  'noticeDelayS',
  'noticeCopies',
  'noticeOrder',
  'noticeFault',
  'payDifferenceFen',
  'processingS',
  'afterLimit',
  'close',
  'queryAnswer',
  'querySlowS',
  'queryWaitingTimes',
  'refund',
  'refundDelayS',
]

/** The fields in which people choose how the bank misbehaves. */
export function behaviourFields(t: BankTexts, behaviour: Behaviour): Html {
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

/** Throws ZodError where a number is none or a choice does not exist. */
export function readBehaviourForm(fields: Record<string, unknown>): BehaviourChange {
  return behaviourSchema.partial().parse(fields)
}

/** Under every step of the cashier: what the sandbox is for. */
export function behaviourPanel(t: BankTexts, key: string, behaviour: Behaviour, open: boolean): Html {
  return html`<details ${open ? html`open` : ''}>
<summary>${t.panel}</summary>
<p class="caption">${open ? t.saved : t.panelHint}</p>
<form method="post" action="/pay/${key}/behaviour">
${behaviourFields(t, behaviour)}
<div class="actions"><button class="quiet">${t.save}</button>
<button class="quiet" formaction="/pay/${key}/forge">${t.forge}</button></div>
</form>
</details>`
}
