import { language } from './texts.ts'

/** Parts of one line, with the language's own comma; empty ones are left out. */
export function joinParts(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(language() === 'en' ? ', ' : '，')
}

/** Two sentences one after another; the first one has no stop of its own. */
export function joinSentences(first: string, second: string): string {
  return language() === 'en' ? `${first}. ${second}` : `${first}。${second}`
}
