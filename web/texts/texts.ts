import { createSignal } from 'solid-js'
import { readSetting, writeSetting } from '../settings.ts'

export type Language = 'zh-CN' | 'en'

/** A text is a sentence, or a function that puts values into one. */
type Text = string | ((values: never) => string)
export type Texts = Readonly<Record<string, Text>>

/** What a translation of `T` must hold: the same keys, functions with the same values. */
export type Translation<T extends Texts> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] }

type Translate<T extends Texts> = <K extends keyof T>(
  key: K,
  ...values: T[K] extends (values: infer V) => string ? [values: V] : []
) => string

const storedLanguage = readSetting('language')
const [language, putLanguage] = createSignal<Language>(storedLanguage === 'en' ? 'en' : 'zh-CN')

export { language }

const englishLoaders: (() => Promise<void>)[] = []
const pending = new Set<Promise<void>>()

function loadEnglish(load: () => Promise<void>): void {
  const running: Promise<void> = load().finally(() => pending.delete(running))
  pending.add(running)
}

/**
 * Declares the texts of one area. The Chinese ones, which most people read, come with the chunk that uses them; the
 * English ones are a chunk of their own, loaded when English is chosen. Returns `t(key, values)`, which follows the
 * chosen language wherever it is called inside something reactive.
 *
 * A chunk that declares texts is only shown after `textsReady()`, so that nobody sees Chinese flash by first.
 */
export function defineTexts<const T extends Texts>(
  chinese: T,
  english: () => Promise<{ readonly en: Translation<T> }>,
): Translate<T> {
  const [loaded, putLoaded] = createSignal<Translation<T> | null>(null)
  const load = async () => {
    if (loaded()) return
    const module = await english()
    putLoaded(() => module.en)
  }
  englishLoaders.push(load)
  if (language() === 'en') loadEnglish(load)
  return (key, ...values) => {
    const texts: Texts = language() === 'en' ? (loaded() ?? chinese) : chinese
    const text = texts[key as string]
    if (typeof text === 'function') return (text as (given: unknown) => string)(values[0])
    return text ?? String(key)
  }
}

/** Resolves when the texts of every chunk loaded so far are there in the chosen language. */
export async function textsReady(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled([...pending])
}

/** Changes the language for this and every later visit on this device. */
export async function setLanguage(wanted: Language): Promise<void> {
  if (wanted === 'en') {
    for (const load of englishLoaders) loadEnglish(load)
    await textsReady()
  }
  writeSetting('language', wanted)
  putLanguage(wanted)
  document.documentElement.lang = wanted
}
