import path from 'node:path'
import type { Page } from 'playwright-core'

const axePath = path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js')

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** What axe has against a page as it stands, a line each. */
export async function axe(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath })
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}
