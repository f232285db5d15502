import { judgeCode } from '../../../server/features/registrations/registrations.rules.ts'
import type { TextMark } from '../../components/text-input.tsx'

/** GB 32100 has none of these in a credit code: they would be taken for 1, 0, 5, 2 and U. */
const neverInCreditCode = /[IOSVZ]/g
const creditCodeLength = 18

/** Characters that no credit code has, in a code that is as long as one. */
export function impossibleMarks(code: string): TextMark[] {
  if (code.length !== creditCodeLength) return []
  return [...code.matchAll(neverInCreditCode)].map(({ index }) => ({ from: index, to: index + 1 }))
}

/** Whether it is a whole code whose check character is wrong: a mark for staff, not a wall. */
export function looksDoubtful(code: string): boolean {
  return judgeCode(code)?.doubtful ?? false
}
