import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { fen, formatFen } from '../../core/money.ts'
import type { Trade } from '../trades.ts'
import { type BankLanguage, type BankTexts, bankTexts } from './texts.ts'

export type Html = ReturnType<typeof html>

/** What a page is made with: words, the language to switch to, and the bank's time for the countdown. */
export type View = {
  readonly language: BankLanguage
  readonly t: BankTexts
  readonly now: Date
}

const languageCookie = 'sandbox-bank-language'

/** `?lang=` wins and is remembered; Chinese otherwise. */
export function languageOf(c: Context): BankLanguage {
  const asked = c.req.query('lang')
  if (asked === 'en' || asked === 'zh') {
    setCookie(c, languageCookie, asked, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return asked
  }
  return getCookie(c, languageCookie) === 'en' ? 'en' : 'zh'
}

export const viewOf = (c: Context, now: Date): View => {
  const language = languageOf(c)
  return { language, t: bankTexts[language], now }
}

export const yuan = (amountFen: number) => formatFen(fen(amountFen))

/** `2026-11-22 14:05:09`, as a bank's clock on a Chinese wall says it. */
export function wallTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The frame of every page. `refreshS` loads it again by itself, where there are no scripts that do. */
export function page(view: View, title: string, body: Html, options: { refreshS?: number; wide?: boolean } = {}): Html {
  const { language, t } = view
  const other = language === 'zh' ? 'en' : 'zh'
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light">
<meta name="robots" content="noindex">
${options.refreshS === undefined ? '' : html`<noscript><meta http-equiv="refresh" content="${options.refreshS}"></noscript>`}
<title>${title} · ${t.bank}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/bank.css">
<script src="/assets/bank.js" defer></script>
</head>
<body>
<header class="top"><div class="top-row">
<span class="brand"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M3 10 12 4l9 6M5 10v8m4.7-8v8m4.6-8v8M19 10v8M3 20h18" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>${t.bank}</span>
<span class="tag">${t.tag}</span>
<a class="language" href="?lang=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${t.otherLanguage}</a>
</div></header>
<main class="${options.wide ? 'wide' : 'narrow'}">${body}</main>
</body>
</html>`
}

/** What is paid, to whom and until when, beside every step of the cashier. */
export function summary({ t, now }: View, trade: Trade): Html {
  return html`<section class="summary" aria-label="${t.amount}">
<p class="caption">${t.amount}</p>
<p class="figure"><span class="currency">¥</span>${yuan(trade.amountFen)}</p>
<p class="countdown" data-until="${trade.expiresAt}" data-now="${now.toISOString()}"><span class="caption">${t.timeLeft}</span> <b role="timer" data-left>${timeLeft(trade, now)}</b></p>
<dl class="facts">
<div><dt>${t.subject}</dt><dd>${trade.description}</dd></div>
<div><dt>${t.tradeNo}</dt><dd class="code">${trade.tradeNo}</dd></div>
<div><dt>${t.merchant}</dt><dd class="code">${trade.merchant}</dd></div>
<div><dt>${t.payBefore}</dt><dd class="code">${wallTime(trade.expiresAt)}</dd></div>
</dl>
</section>`
}

function timeLeft(trade: Trade, now: Date): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(trade.expiresAt) - now.getTime()) / 1000))
  const two = (value: number) => value.toString().padStart(2, '0')
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}

/** A labelled field with its sentence where something is wrong with it. */
export function field(options: {
  name: string
  label: string
  value?: string | undefined
  error?: string | undefined
  attributes: Html
}): Html {
  const { name, label, value = '', error, attributes } = options
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" ${attributes} ${error ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''}>
${error ? html`<p class="error" id="${name}-error">${error}</p>` : ''}
</div>`
}
