import type { ImportsTexts } from './imports.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

const count = (value: number) => value.toLocaleString('en')
const rows = (value: number) => plural(value, 'row')

export const en: Translation<ImportsTexts> = {
  title: 'Imports',
  titleLearners: 'Import learners',
  list: 'Imports',
  notOpened: 'This import could not be opened',
  listNotOpened: 'The imports could not be opened',
  empty: 'Nothing imported yet',
  emptyText:
    'Download the template, fill it in and upload it. A table of your own works too: columns are recognised by their headings.',
  template: 'Download the template',
  dropText:
    'Excel (.xlsx, .xls) or CSV, up to 200,000 rows. You see the result first; nothing is written until you confirm.',
  pick: 'Choose a file',
  steps: 'The template has notes and drop-down lists. A table of your own works as well.',
  into: 'Import into',
  uploading: (v) => `Uploading ${v.percent}%`,

  received: 'Queued',
  reading: 'Reading',
  previewed: 'To confirm',
  committing: 'Writing',
  committed: 'Imported',
  failed: 'Unreadable',
  cancelled: 'Cancelled',

  columnKind: 'What',
  columnFile: 'File',
  columnInto: 'Organisation',
  columnRows: 'Rows',
  columnErrors: 'Errors',
  columnResult: 'Result',
  columnWho: 'Who',
  columnAt: 'Uploaded',
  columnState: 'State',
  resultOf: (v) =>
    v.created + v.updated === 0
      ? 'No changes'
      : [v.created > 0 && `${count(v.created)} new`, v.updated > 0 && `${count(v.updated)} updated`]
          .filter(Boolean)
          .join(', '),
  goOn: 'Continue',

  readingTitle: 'Reading the table',
  readingText: 'You will see the result first. Nothing has been written yet.',
  committingTitle: 'Writing',
  committingText: 'The new people appear in the list when all is done.',
  readSoFar: (v) => `${rows(v.count)} read`,
  leave: 'You can leave this page and find the import in the list later.',
  rowsNothing: (v) => `${rows(v.count)}, nothing written yet`,
  rowsDone: (v) =>
    [
      v.created > 0 && `${count(v.created)} added`,
      v.updated > 0 && `${count(v.updated)} updated`,
      v.unchanged > 0 && `${count(v.unchanged)} unchanged`,
    ]
      .filter(Boolean)
      .join(', '),
  nothingChanged: '0 changes: everybody is already registered with the same details.',
  rowsLeft: (v) =>
    `${rows(v.count)} with errors ${v.count === 1 ? 'was' : 'were'} not imported. Download the error report, correct it and upload it again.`,

  new: 'New',
  changed: 'Changed',
  unchanged: 'Unchanged',
  error: 'Errors',
  warning: 'Warnings',
  oneError: 'Error',
  errorsOf: (v) => plural(v.count, 'error'),
  filters: 'By result',

  row: (v) => `Row ${v.row}`,
  columnRow: 'Row',
  columnOutcome: 'Result',
  columnReason: 'Reason',
  noRows: 'No such rows',
  noErrors: 'No rows with errors',
  corrected: 'Corrected here',
  changeFromTo: (v) => `${v.field}: ${v.before || 'empty'} → ${v.after || 'empty'}`,
  repair: (v) => `Change to ${v.value}`,
  repairOne: 'Correct this row',
  repairAll: (v) => `Change all ${rows(v.count)} like this`,
  saveRow: 'Check this row again',
  savingRow: 'Checking',
  fixed: 'This row is correct now',
  stillWrong: 'Not right yet: see the reason under the field',
  repaired: (v) => `${rows(v.count)} corrected`,
  sameIssue: (v) => `${rows(v.count)}${v.warning ? ', a warning only' : ''}`,
  fieldSaid: (v) => `${v.field}: ${v.said}`,
  allSaid: (v) => v.all.join('; '),
  staysOut: 'This row cannot be corrected here and is left out. The other rows are not affected.',
  issuesTitle: 'By reason',
  detail: 'This row',
  keyClose: 'Close this row',
  cell: (v) => `Column ${v.letter} ${v.heading}`,

  columnsTitle: 'Which column is what',
  columnsText:
    'This is how the columns were read. Change what is wrong and the file is read again; corrections made here are then lost.',
  columnsNeeded: 'Point out the columns that were not recognised, then read the file again.',
  columnsEdit: 'Change the columns',
  headerRow: 'Row of the headings',
  notTaken: 'No such column',
  readAgain: 'Read it again like this',
  sheet: 'Sheet',
  report: 'Error report',
  reportText:
    'Your own table, with wrong cells in red and the reasons in a last column. Correct it and upload it again: only the corrected rows are imported.',
  commitGood: (v) => `Import ${rows(v.count)}`,
  commitNote: (v) =>
    `${rows(v.count)} with errors ${v.count === 1 ? 'is' : 'are'} left out. Correct and import later: nobody is added twice.`,
  allOrNothing: 'All rows or none',
  allBlocked: (v) =>
    `${rows(v.count)} still ${v.count === 1 ? 'has' : 'have'} errors: correct them to import everything.`,
  nothingGood: (v) =>
    `Nothing to import until the ${rows(v.count)} with errors ${v.count === 1 ? 'is' : 'are'} corrected.`,
  cancel: 'Discard',
  cancelledDone: 'Cancelled; nothing was written',
  newRecharge: 'Recharge',
  unchangedRecharge: 'Not again',
  fromBatch: (v) => `Recharged from batch ${v.number}`,
  titleHours: 'Import offline hours',
  titleRecharges: 'Import a recharge list',
  toHours: 'See the hours',
  toRecharge: 'See the recharge',
  committingAll: 'It counts once all of it is written.',
  commitRecharges: (v) => `Recharge ${plural(v.count, 'person', 'people')}`,
  rechargesDone: (v) => `${plural(v.count, 'person', 'people')} sent to be recharged.`,
  hoursDone: (v) => `${plural(v.count, 'record of hours', 'records of hours')} added`,
  titleEnrolments: 'Import enrolments',
  toPlan: 'Go and submit them',
  toLearners: 'See the learners',
  another: 'Import another file',
  wroteNothing: 'Nothing was written the last time:',
}
