import { html } from 'hono/html'
import { type CardFaults, type CardForm, testCards } from '../accounts.ts'
import type { Trade } from '../trades.ts'
import { field, type Html, page, summary, type View, yuan } from './layout.ts'

/** Somebody who can pay: what the fill button types beside the number. */
const testHolder = { holder: '张伟', expiry: '12/35', mobile: '13800138000' }

/** 银行卡快捷支付, first step: the card. */
export function cardPage(
  view: View,
  trade: Trade,
  panel: Html,
  form: Partial<CardForm> = {},
  faults: CardFaults = {},
): Html {
  const { t } = view
  const says = (name: keyof CardForm) => {
    const fault = faults[name]
    return fault ? t[fault] : undefined
  }
  const words = { good: t.goodCard, poor: t.poorCard, lost: t.lostCard }
  return page(
    view,
    t.card,
    html`${summary(view, trade)}
<section class="card">
<h1>${t.card}</h1>
<form method="post" action="/pay/${trade.key}/card" autocomplete="off" novalidate>
${field({ name: 'number', label: t.cardNumber, value: form.number, error: says('number'), attributes: html`inputmode="numeric" maxlength="24" required` })}
${field({ name: 'holder', label: t.holder, value: form.holder, error: says('holder'), attributes: html`maxlength="40" required` })}
<div class="fields pair">
${field({ name: 'expiry', label: t.expiry, value: form.expiry, error: says('expiry'), attributes: html`inputmode="numeric" placeholder="08/30" maxlength="7" required` })}
${field({ name: 'mobile', label: t.mobile, value: form.mobile, error: says('mobile'), attributes: html`inputmode="tel" maxlength="14" required` })}
</div>
<button>${t.next}</button>
</form>
<div><h2>${t.testCards}</h2>
<ul class="hints">${testCards.map(
      ({
        number,
        kind,
      }) => html`<li><span class="grow"><span class="code">${number.replace(/(.{4})(?=.)/g, '$1 ')}</span><br><span class="caption">${words[kind]}</span></span>
<button type="button" class="quiet small" data-fill="${JSON.stringify({ number, ...testHolder })}" aria-label="${t.fill} ${words[kind]}" hidden>${t.fill}</button></li>`,
    )}</ul></div>
</section>${panel}`,
  )
}

export type CodeStep = { readonly code: string; readonly phone: string; readonly payer: string }

/** Second step: the code that a real bank would send to the phone. */
export function codePage(view: View, trade: Trade, panel: Html, step: CodeStep, wrong = false): Html {
  const { t } = view
  return page(
    view,
    t.smsTitle,
    html`${summary(view, trade)}
<section class="card">
<h1>${t.smsTitle}</h1>
<p>${t.smsSent(step.phone)} · <span class="code">${step.payer}</span></p>
<p class="message" role="status">${t.smsShown} <br><strong data-code>${step.code}</strong></p>
<form method="post" action="/pay/${trade.key}/code" autocomplete="off" novalidate>
${field({ name: 'code', label: t.smsCode, error: wrong ? t.codeWrong : undefined, attributes: html`inputmode="numeric" maxlength="6" required autofocus` })}
<button>${t.payNow(yuan(trade.amountFen))}</button>
</form>
<a href="/pay/${trade.key}?step=again">${t.changeCard}</a>
</section>${panel}`,
  )
}
