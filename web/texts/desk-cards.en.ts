import type { DeskCardsTexts } from './desk-cards.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskCardsTexts> = {
  prolong: 'Prolong',
  prolonging: 'Prolonging',
  prolongText: 'The new last day has to be later than the old one. What had run out comes back.',
  newDay: 'New last day',
  dayNotLater: 'Choose a day later than the present one.',
  reason: 'Reason',
  reasonHint: 'Goes into the audit trail, for example: letter from the organisation.',
  reasonMissing: 'Give a reason of at least four characters.',
  prolonged: (v) => `Prolonged until ${v.day}`,
}
