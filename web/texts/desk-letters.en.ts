import type { DeskLettersTexts } from './desk-letters.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskLettersTexts> = {
  title: 'Letters',
  scan: 'Scan or type a code',
  scanHint:
    'Scan the QR code on the letter, or type its code and press Enter, one after the other; Enter in the empty box then marks them all.',
  notFound: (v) => `There is no letter with the code ${v.code}. Check it and type it again.`,
  notACode: 'This is no code of a letter: a code has 10 letters and digits.',
  wasReceived: (v) => `${v.code} was marked as received ${v.when}.`,
  wasCancelled: (v) => `${v.code} was cancelled by its organisation: ask them whether they sent the wrong one.`,
  already: (v) => `${v.code} was scanned a moment ago.`,
  note: 'Note',
  notePlaceholder: 'If need be: list missing, stamp not clear …',
  ticked: (v) => plural(v.count, 'letter scanned or ticked', 'letters scanned or ticked'),
  receiveTicked: 'Mark as received',
  receiving: 'Marking',
  receive: 'Mark as received',
  keyReceive: 'Mark as received',
  keyReceiveTicked: 'Mark the ticked ones as received',
  keyScan: 'Scan box',
  receivedToast: (v) => `${plural(v.count, 'letter')} marked as received; the organisations will be told shortly`,
  skippedToast: (v) => `${plural(v.count, 'letter')} had been marked or cancelled before and stayed as it was`,
  putBack: 'Not received after all',
  puttingBack: 'Putting it back',
  putBackToast: 'Put back: it is on its way again',
  receivedBy: 'Received by',
  noteOf: 'Note',
  tooMany: (v) => `${v.most} at a time: mark these first`,
  empty: 'No letters on their way',
  emptyText: 'Letters that organisations print appear here. When one arrives, scan it and mark it as received.',
  print: 'Print another copy',
  seeOrganisation: 'See the organisation',
}
