import { createSignal } from 'solid-js'
import { readSetting, writeSetting } from './settings.ts'

export type Theme = 'auto' | 'light' | 'dark'
export type Density = 'desk' | 'phone'

const stored = readSetting('theme')
const [theme, putTheme] = createSignal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto')
const [density, putDensity] = createSignal<Density>('phone')

/** The theme that was chosen, and the density of the shell that is shown. Both are also attributes of the root. */
export { density, theme }

const systemDark = globalThis.matchMedia?.('(prefers-color-scheme: dark)')

/** Browser bars take the colour of the paper. */
const paper = { light: '#f6f3ec', dark: '#12161c' } as const

function showTheme(): void {
  const shown = theme() === 'auto' ? (systemDark?.matches ? 'dark' : 'light') : theme()
  document.documentElement.dataset.theme = shown
  const bar = document.querySelector('meta[name="theme-color"]')
  bar?.setAttribute('content', shown === 'dark' ? paper.dark : paper.light)
}

/** Follows the system for as long as nobody has chosen. Called once, by `main.tsx`. */
export function startAppearance(): void {
  showTheme()
  systemDark?.addEventListener('change', showTheme)
}

export function setTheme(wanted: Theme): void {
  putTheme(wanted)
  writeSetting('theme', wanted === 'auto' ? null : wanted)
  showTheme()
}

/** A shell says which density its pages are in. */
export function setDensity(wanted: Density): void {
  putDensity(wanted)
  document.documentElement.dataset.density = wanted
}
