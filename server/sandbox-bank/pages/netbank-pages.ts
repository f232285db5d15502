import { html } from 'hono/html'
import { type BankChoice, banks, type LoginFaults, type LoginForm, testCompanies } from '../accounts.ts'
import type { Trade } from '../trades.ts'
import { field, type Html, page, summary, type View, yuan } from './layout.ts'

/** 网银支付, first step: which bank. */
export function banksPage(view: View, trade: Trade, panel: Html): Html {
  const { t, language } = view
  return page(
    view,
    t.netbank,
    html`${summary(view, trade)}
<section class="card">
<h1>${t.netbank}</h1>
<form method="get" action="/pay/${trade.key}">
<input type="hidden" name="step" value="login">
<fieldset><legend>${t.chooseBank}</legend>
<div class="banks">${banks.map(
      (bank, place) =>
        html`<label class="bank"><input type="radio" name="bank" value="${bank.id}" ${place === 0 ? html`checked` : ''}>${bank[language]}</label>`,
    )}</div></fieldset>
<button>${t.next}</button>
</form>
</section>${panel}`,
  )
}

/** Second step: the company logs in. */
export function loginPage(
  view: View,
  trade: Trade,
  panel: Html,
  bank: BankChoice,
  form: Partial<LoginForm> = {},
  faults: LoginFaults = {},
): Html {
  const { t, language } = view
  const says = (name: keyof LoginForm) => {
    const fault = faults[name]
    return fault ? t[fault] : undefined
  }
  return page(
    view,
    t.login,
    html`${summary(view, trade)}
<section class="card">
<h1>${bank[language]} · ${t.login}</h1>
<form method="post" action="/pay/${trade.key}/login" autocomplete="off" novalidate>
<input type="hidden" name="bank" value="${bank.id}">
${field({ name: 'customer', label: t.customer, value: form.customer, error: says('customer'), attributes: html`inputmode="numeric" maxlength="14" required` })}
<div class="fields pair">
${field({ name: 'operator', label: t.operator, value: form.operator, error: says('operator'), attributes: html`maxlength="10" required` })}
${field({ name: 'password', label: t.password, error: says('password'), attributes: html`type="password" maxlength="40" required` })}
</div>
<button>${t.logIn}</button>
</form>
<div><h2>${t.testCompanies}</h2>
<ul class="hints">${testCompanies.map(({ customer, kind }) => {
      const words = kind === 'good' ? t.goodCompany : t.poorCompany
      return html`<li><span class="grow"><span class="code">${customer}</span> <span class="caption">${words}</span></span>
<button type="button" class="quiet small" data-fill="${JSON.stringify({ customer, operator: '01', password: 'sandbox' })}" aria-label="${t.fill} ${customer} ${words}" hidden>${t.fill}</button></li>`
    })}</ul></div>
<a href="/pay/${trade.key}">${t.otherBank}</a>
</section>${panel}`,
  )
}

export type KeyFault = 'pinWrong' | 'poor'

/** Third step: the payment as the U-key shows it, signed with its PIN in a dialog. */
export function confirmPage(
  view: View,
  trade: Trade,
  panel: Html,
  payer: { readonly bank: BankChoice; readonly customer: string },
  dialog: { readonly open: boolean; readonly fault?: KeyFault },
): Html {
  const { t, language } = view
  const wrongPin = dialog.fault === 'pinWrong' ? t.pinWrong : undefined
  return page(
    view,
    t.confirmPayment,
    html`${summary(view, trade)}
<section class="card">
<h1>${t.confirmPayment}</h1>
${dialog.fault === 'poor' ? html`<p class="message bad" role="alert">${t.poor}</p>` : ''}
<dl class="facts">
<div><dt>${t.payingBank}</dt><dd>${payer.bank[language]}</dd></div>
<div><dt>${t.payingAccount}</dt><dd class="code">${payer.customer}</dd></div>
<div><dt>${t.amount}</dt><dd class="code">¥${yuan(trade.amountFen)}</dd></div>
</dl>
<a class="button" role="button" href="/pay/${trade.key}?step=key" data-opens>${t.signWithKey}</a>
<a href="/pay/${trade.key}?step=again">${t.otherBank}</a>
<dialog aria-labelledby="key-title" ${dialog.open ? html`open` : ''}>
<h2 id="key-title">${t.keyTitle} · <span class="code">¥${yuan(trade.amountFen)}</span></h2>
<p class="caption">${t.keyHint}</p>
<form method="post" action="/pay/${trade.key}/key" autocomplete="off" novalidate>
${field({ name: 'pin', label: t.keyPin, error: wrongPin, attributes: html`type="password" inputmode="numeric" maxlength="6" required autofocus` })}
<div class="actions"><button>${t.payNow(yuan(trade.amountFen))}</button><a class="button quiet" role="button" href="/pay/${trade.key}" data-closes>${t.cancel}</a></div>
</form>
</dialog>
</section>${panel}`,
  )
}
