import { language } from '../texts/texts.ts'

/** Sample words of the component page, in both languages at one place. Product pages use `texts/`. */
export function say(chinese: string, english: string): string {
  return language() === 'en' ? english : chinese
}
