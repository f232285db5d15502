import { html } from 'hono/html'
import type { BankParts } from '../parts.ts'
import { statementOf } from '../trades.ts'
import { behaviourFields } from './behaviour-panel.ts'
import { type Html, page, wallTime, yuan } from './layout.ts'
import { type BankLanguage, bankTexts } from './texts.ts'

/** The newest of each kind: the page is for looking on, the whole is in the JSON beside it. */
const shown = 50

/** What the bank received and sent, and what every new trade will meet. */
export async function controlPage(parts: BankParts, language: BankLanguage): Promise<Html> {
  const t = bankTexts[language]
  const { bank } = parts
  await bank.settleDue()
  const trades = [...bank.state.trades.values()]
  const notices = [...bank.state.notices.values()]
  const merchants = [...new Set(trades.map((trade) => trade.merchant))].map((merchant) =>
    statementOf(bank.state, merchant),
  )
  const view = { language, t, now: parts.clock.now() }
  return page(
    view,
    t.controlTitle,
    html`<h1>${t.controlTitle}</h1>
<section class="card"><h2>${t.panelAll}</h2>
<form method="post" action="/control/behaviour-form">
${behaviourFields(t, bank.behaviourOf(null))}
<button class="quiet">${t.save}</button>
</form></section>
<section class="card"><h2>${t.statement}</h2>
${merchants.length === 0 ? html`<p class="caption">${t.none}</p>` : ''}
<div class="scroll"><table>${
      merchants.length === 0
        ? ''
        : html`<thead><tr><th>${t.merchant}</th><th class="number">${t.received}</th><th class="number">${t.refunded}</th><th class="number">${t.net}</th></tr></thead>`
    }<tbody>${merchants.map(
      (one) =>
        html`<tr><td>${one.merchant}</td><td class="number">${yuan(one.receivedFen)}</td><td class="number">${yuan(one.refundedFen)}</td><td class="number">${yuan(one.netFen)}</td></tr>`,
    )}</tbody></table></div></section>
<section class="card"><h2>${t.trades} <span class="caption">${t.newest(Math.min(shown, trades.length))}</span></h2>
<div class="scroll"><table><thead><tr><th>${t.tradeNo}</th><th>${t.state}</th><th class="number">${t.amount}</th><th class="number">${t.paidAmount}</th><th>${t.payBefore}</th></tr></thead>
<tbody>${trades
      .slice(-shown)
      .reverse()
      .map(
        (trade) =>
          html`<tr><td><a href="/pay/${trade.key}">${trade.tradeNo}</a></td><td>${t.states[trade.state]}</td><td class="number">${yuan(trade.amountFen)}</td><td class="number">${trade.paidFen === null ? '' : yuan(trade.paidFen)}</td><td>${wallTime(trade.expiresAt)}</td></tr>`,
      )}</tbody></table></div></section>
<section class="card"><h2>${t.notices} <span class="caption">${t.newest(Math.min(shown, notices.length))}</span></h2>
<div class="scroll"><table><thead><tr><th>${t.tradeNo}</th><th>${t.state}</th><th class="number">${t.tries}</th><th>${t.due}</th><td></td></tr></thead>
<tbody>${notices
      .slice(-shown)
      .reverse()
      .map(
        (
          notice,
        ) => html`<tr><td>${notice.content.refundNumber ?? notice.content.tradeNo}</td><td>${t.states[notice.content.state]}${notice.answered ? ` · ${t.answered}` : ''}</td><td class="number">${notice.tries}</td><td>${notice.dueAt === null ? '' : wallTime(notice.dueAt)}</td>
<td><form method="post" action="/control/deliver-form"><input type="hidden" name="id" value="${notice.id}"><button class="quiet small">${t.deliver}</button></form></td></tr>`,
      )}</tbody></table></div></section>`,
    { wide: true },
  )
}
