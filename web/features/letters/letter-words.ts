import type { LetterRow, LetterState } from '../../../server/features/documents/letters.schema.ts'

export const letterStateNames = ['printed', 'received', 'cancelled'] as const satisfies readonly LetterState[]

export const letterTones = { printed: 'waiting', received: 'settled', cancelled: 'neutral' } as const

export const letterPdf = (id: string): string => `/api/files/letters/${id}/letter.pdf`

/** The registered organisation, and the unit below it that the letter is of. */
export function whoseLetter({ organisation }: Pick<LetterRow, 'organisation'>): string {
  return organisation.unit === '' ? organisation.name : `${organisation.name} › ${organisation.unit}`
}
