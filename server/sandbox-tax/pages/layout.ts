import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { fen, formatFen } from '../../core/money.ts'
import { type TaxLanguage, type TaxTexts, taxTexts } from './texts.ts'

export type Html = ReturnType<typeof html>
export type View = { readonly language: TaxLanguage; readonly t: TaxTexts }

const languageCookie = 'sandbox-tax-language'

/** `?lang=` wins and is remembered; Chinese otherwise. */
export function viewOf(c: Context): View {
  const asked = c.req.query('lang')
  const known = asked === 'en' || asked === 'zh' ? asked : null
  if (known) setCookie(c, languageCookie, known, { httpOnly: true, sameSite: 'Lax', path: '/' })
  const language = known ?? (getCookie(c, languageCookie) === 'en' ? 'en' : 'zh')
  return { language, t: taxTexts[language] }
}

export const yuan = (amountFen: number) => formatFen(fen(amountFen))

/** The frame of every page. */
export function page({ language, t }: View, title: string, body: Html): Html {
  const other = language === 'zh' ? 'en' : 'zh'
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light">
<meta name="robots" content="noindex">
<title>${title} · ${t.service}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/tax.css">
</head>
<body>
<header class="top"><div class="top-row">
<span class="brand">${t.service}</span>
<span class="tag">${t.tag}</span>
<a class="language" href="?lang=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${t.otherLanguage}</a>
</div></header>
<main>${body}</main>
</body>
</html>`
}
