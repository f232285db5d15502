import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type BuiltApp, buildApp } from './built-app.ts'
import { launchChromium } from './chromium.ts'

export interface Look {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  readonly language: 'zh-CN' | 'en'
}

export const desk: Look = { width: 1440, height: 900, theme: 'light', language: 'zh-CN' }
export const phone: Look = { width: 390, height: 844, theme: 'light', language: 'zh-CN' }

/** Desk and phone, light and dark, both languages. */
export const looks: readonly Look[] = [
  desk,
  { width: 1440, height: 900, theme: 'dark', language: 'en' },
  { width: 390, height: 844, theme: 'dark', language: 'zh-CN' },
  { width: 360, height: 740, theme: 'light', language: 'en' },
]

export interface BrowserSite {
  /** As it was built for this file; its `answer` is forgotten after each test. */
  readonly app: BuiltApp
  /** A page of a visitor of its own, at that address; it is closed after the test. */
  readonly open: (address: string, look: Look, serviceWorkers?: 'allow' | 'block') => Promise<Page>
}

/** Builds the app and starts a browser for the tests of one file, and ends both. To be called once, at its top. */
export function useBrowserSite(): BrowserSite {
  let app: BuiltApp | null = null
  let browser: Browser | null = null
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    app = await buildApp()
    browser = await launchChromium()
  }, 120_000)

  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    if (app) app.answer = () => false
  })

  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const there = <T>(part: T | null): T => {
    if (part === null) throw new Error('the app is built before the first test, not earlier')
    return part
  }
  return {
    get app() {
      return there(app)
    },
    async open(address, look, serviceWorkers = 'block') {
      const context = await there(browser).newContext({
        viewport: { width: look.width, height: look.height },
        serviceWorkers,
      })
      contexts.push(context)
      await context.addInitScript(
        ([theme, language]) => {
          localStorage.setItem('xueshi.theme', theme)
          localStorage.setItem('xueshi.language', language)
        },
        [look.theme, look.language] as const,
      )
      const page = await context.newPage()
      await page.goto(there(app).address + address)
      return page
    },
  }
}
