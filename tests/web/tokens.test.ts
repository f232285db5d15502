// @vitest-environment node
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const css = await readFile(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8')

function block(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`no ${selector} in tokens.css`)
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]))
}

const themes = { light: block('[data-theme="light"]'), dark: block('[data-theme="dark"]') }

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['paper', 'sheet', 'sunk']
const text: [string, string[]][] = [
  ['ink', [...grounds, 'indigo-tint']],
  ['ink-2', [...grounds, 'indigo-tint']],
  ['ink-3', [...grounds, 'indigo-tint']],
  ['seal', [...grounds, 'seal-tint', 'indigo-tint']],
  ['bamboo', [...grounds, 'bamboo-tint', 'indigo-tint']],
  ['amber', [...grounds, 'amber-tint', 'indigo-tint']],
  ['indigo', grounds],
  ['on-ink', ['ink']],
  ['on-ink-2', ['ink']],
  ['on-seal', ['seal-fill']],
]
const controls: [string, string[]][] = [
  ['line-strong', ['paper', 'sheet']],
  ['seal-fill', ['sheet']],
  ['amber-mark', ['paper', 'sheet']],
  ['on-amber', ['amber-mark']],
]

for (const [name, tokens] of Object.entries(themes)) {
  test(`every text can be read on every ground it stands on, ${name}`, () => {
    for (const [front, backs] of text) {
      for (const back of backs) {
        const ratio = contrast(tokens[front] ?? '', tokens[back] ?? '')
        expect(ratio, `${front} on ${back}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  test(`borders and marks of what can be touched stand out, ${name}`, () => {
    for (const [front, backs] of controls) {
      for (const back of backs) {
        const ratio = contrast(tokens[front] ?? '', tokens[back] ?? '')
        expect(ratio, `${front} on ${back}`).toBeGreaterThanOrEqual(3)
      }
    }
  })
}

test('both themes name the same tokens, and the system default is the dark theme', () => {
  expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light))
  expect(block(':root:not([data-theme])')).toEqual(themes.dark)
})
