import { html, raw } from 'hono/html'
import type { Trade } from '../trades.ts'
import { type Html, page, type View, wallTime, yuan } from './layout.ts'

const marks = {
  paid: 'm5 13 4.5 4.5L19 7.5',
  waiting: 'M12 6v6.5l4 2.5',
  failed: 'm7 7 10 10M17 7 7 17',
}

function mark(kind: keyof typeof marks): Html {
  return html`<span class="mark" aria-hidden="true">${raw(`<svg viewBox="0 0 24 24" width="32" height="32" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${marks[kind]}"/></svg>`)}</span>`
}

export function paidPage(view: View, trade: Trade, panel: Html): Html {
  const { t } = view
  return page(
    view,
    t.paidTitle,
    html`<section class="card result">
${mark('paid')}
<h1>${t.paidTitle}</h1>
<p class="figure"><span class="currency">¥</span>${yuan(trade.paidFen ?? 0)}</p>
<p>${t.paidText}</p>
<dl class="facts">
<div><dt>${t.subject}</dt><dd>${trade.description}</dd></div>
<div><dt>${t.tradeNo}</dt><dd class="code">${trade.tradeNo}</dd></div>
<div><dt>${t.bankTradeNo}</dt><dd class="code">${trade.bankTradeNo ?? ''}</dd></div>
<div><dt>${t.paidWith}</dt><dd class="code">${trade.payer ?? ''}</dd></div>
<div><dt>${t.paidAt}</dt><dd class="code">${wallTime(trade.paidAt ?? '')}</dd></div>
</dl>
<a class="button" href="${trade.returnUrl}">${t.back}</a>
</section>${panel}`,
  )
}

export function processingPage(view: View, trade: Trade): Html {
  const { t } = view
  return page(
    view,
    t.processingTitle,
    html`<section class="card result waiting" role="status" data-reload>
${mark('waiting')}
<h1>${t.processingTitle}</h1>
<p>${t.processingText}</p>
<a class="button quiet" href="${trade.returnUrl}">${t.back}</a>
</section>`,
    { refreshS: 2 },
  )
}

/** What could not be paid, and where to go from here. */
export function failurePage(
  view: View,
  why: 'expired' | 'closed' | 'refused' | 'notFound',
  options: { reason?: string; returnUrl?: string; panel?: Html } = {},
): Html {
  const { t } = view
  return page(
    view,
    t[`${why}Title`],
    html`<section class="card result failed">
${mark('failed')}
<h1>${t[`${why}Title`]}</h1>
<p>${t[`${why}Text`]}</p>
${options.reason ? html`<p class="caption">${t.reason}${view.language === 'zh' ? '：' : ': '}${options.reason}</p>` : ''}
${options.returnUrl ? html`<a class="button" href="${options.returnUrl}">${t.back}</a>` : ''}
</section>${options.panel ?? ''}`,
  )
}
