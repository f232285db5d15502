import type { ChangedField, FileNote, FileNoteCode, Issue, IssueCode } from './imports.schema.ts'

export const fieldNamesEnglish: Readonly<Record<ChangedField, string>> = {
  name: 'Name',
  idType: 'ID type',
  idNumber: 'ID number',
  mobile: 'Mobile',
  email: 'E-mail',
  department: 'Department',
  post: 'Post',
  education: 'Education',
  subjects: 'Subjects',
  enrolment: 'Enrolment',
  training: 'training',
  hourKind: 'kind of hours',
  hours: 'hours',
  studiedOn: 'day',
  evidence: 'evidence',
  amount: 'amount',
}

const nameOf = (field: unknown) => fieldNamesEnglish[field as ChangedField] ?? String(field ?? '')

/** As sentences-zh-cn.rules.ts. */
export const issueSentencesEnglish: Readonly<Record<IssueCode, (issue: Issue) => string>> = {
  valueMissing: (i) => `${nameOf(i.field)} is empty.`,
  valueTooLong: ({ field, details: d }) =>
    `${nameOf(field)} has ${d.length} characters, at most ${d.max} are possible.`,
  formulaFailed: ({ field, details: d }) =>
    `${nameOf(field)} is a formula that gives ${d.value || 'nothing'}. Type the text instead.`,
  formulaTaken: (i) => `${nameOf(i.field)} is a formula; its result was taken. Check that it is right.`,
  rowHidden: () => 'This row is hidden in the file and is imported too.',
  nameLooksLikeNumber: () => 'The name is a number. Is it in the wrong column?',
  nameIsIdNumber: () => 'The name is an ID number. Is it in the wrong column?',
  nameCharacters: ({ details: d }) => `The name contains “${d.character}”. Leave the name only.`,
  idPrecisionLost: () =>
    'The cell is a number, and its last digits are lost. Make the cell text and type the number again.',
  idLength: ({ details: d }) => `The ID number has ${d.length} characters, it should have 18.`,
  idCharacter: ({ details: d, repair }) =>
    `Character ${d.position} of the ID number is “${d.character}”${repair ? ', which looks like a digit' : ''}. Check it.`,
  idOld15: () => 'This is an old number of 15 digits. Enter the one with 18.',
  idDate: ({ details: d }) => `The date of birth in the ID number, ${d.date}, does not exist.`,
  idCheckCharacter: ({ details: d }) =>
    `The last character of the ID number should be ${d.expected}, or one before it is wrong. Compare it with the card.`,
  idTypeUnknown: ({ details: d }) => `There is no such ID type. Possible are: ${d.known}.`,
  idTypeNeeded: () => 'This looks like a passport or permit number. Say which one in the ID type column.',
  idTypeDiffers: () => 'The number is a resident ID number, but another ID type is given. Check that it is right.',
  passportFormat: () => 'A passport number has 7 to 20 letters and digits.',
  permitFormat: ({ details: d }) =>
    d.type === 'hkMacauPermit'
      ? 'A permit for Hong Kong or Macau residents is H or M and 8 digits.'
      : 'A permit for Taiwan residents has 8 digits.',
  mobileFormat: ({ details: d }) => `A mobile number has 11 digits and begins with 1; this one has ${d.length}.`,
  mobileTwice: ({ details: d }) => `The mobile is the same as in row ${d.row}. Check that it is right.`,
  emailFormat: () => 'The e-mail address should look like name@example.com.',
  departmentUnknown: ({ details: d }) =>
    d.nearest
      ? `There is no such department. The nearest is “${d.nearest}”.`
      : 'There is no such department. Add it under Departments first, or choose one that exists.',
  departmentAmbiguous: ({ details: d }) => `Several departments have this name. Say which one: ${d.paths}.`,
  departmentDisabled: ({ details: d }) => `The department “${d.path}” is disabled. Choose another.`,
  educationUnknown: ({ details: d }) => `Kept as it is written. Usual values are: ${d.known}.`,
  personTwice: ({ details: d }) => `The same person as in row ${d.row}. Remove one of the rows.`,
  personElsewhere: () =>
    'Belongs to another organisation. Use “Add a learner” with their own details to move them here.',
  personDisabled: () => 'This learner is disabled. Enable them first.',
  identityLocked: ({ details: d }) =>
    `An enrolment of this learner (${d.before}) is confirmed: their name and ID type can no longer be changed. Ask the centre to correct a mistake.`,
  nameDiffers: ({ details: d }) =>
    `This ID number is registered under the name “${d.before}”. Check that it is the same person.`,
  subjectUnknown: ({ details: d }) =>
    `The plan has no subject “${d.name}”. ${d.known ? `You can write: ${d.known}.` : 'It has no subjects: leave this empty.'}`,
  subjectsMissing: () => 'No subjects: they become a draft, and subjects are chosen before it is submitted.',
  enrolledElsewhere: () => 'Another organisation has enrolled this person in the plan.',
  enrolmentFixed: ({ details: d }) =>
    d.state === 'confirmed'
      ? 'The enrolment is confirmed: its subjects no longer change.'
      : 'The enrolment is in review: withdraw the submission before changing subjects.',
  personUnknown: () => 'No learner has this ID number. Add the person under Learners first, or check the number.',
  titleShort: () => 'The training’s name is too short: two characters at least.',
  hourKindUnknown: ({ details: d }) => `“${d.value}” is no kind of hours. Write 必修 (compulsory) or 选修 (elective).`,
  hoursFormat: () => 'Hours have to be a number, like 3 or 3.5.',
  hoursDigits: () => 'Hours have two decimals at most, and nothing is rounded. Write the exact number.',
  hoursRange: ({ details: d }) => `Hours have to be above 0, and one training has ${d.most} at most.`,
  dayFormat: () => 'This day cannot be read. Write it like 2026-05-08.',
  dayFuture: ({ details: d }) => `${d.day} is yet to come. Check the day.`,
  dayOutsidePlan: ({ details: d }) =>
    `The day is outside the plan’s time (${d.from} to ${d.to}). Check that it is right.`,
  hoursTwice: ({ details: d }) => `The same training as in row ${d.row}. Remove one of the rows.`,
  hoursElsewhere: () => 'This learner belongs to another organisation, which has to record it.',
  notInPlan: () => 'This learner does not take part in the plan yet; the hours are kept.',
  aboveCap: ({ details: d }) =>
    `At most ${d.cap} ${d.kind === 'compulsory' ? 'compulsory' : 'elective'} hours count; what is above is recorded and does not count.`,
  rejectedBefore: ({ details: d }) => `The same was rejected before: ${d.reason}. Make sure that it is put right.`,
  withdrawnBefore: () => 'The same was taken back before. Make sure that it is to be recorded again.',
  amountFormat: () =>
    'The amount has to be above 0, with two decimals at most, like 50 or 128.5. Nothing is rounded; write the exact amount.',
  rechargeElsewhere: () => 'This learner belongs to another organisation, which has to recharge them.',
  alreadyRecharged: ({ details: d }) =>
    `Got ${d.amount} of these study cards by a file on ${d.day}, and gets nothing again.`,
  rechargedBefore: ({ details: d }) =>
    `Got ${d.amount} of these study cards by a file on ${d.day}, and gets this amount too. Check that it is right.`,
  changedMeanwhile: () =>
    'Somebody else added or changed this person after the preview, so the row was not written. Check it again.',
}

export function reasonEnglish(issues: readonly Issue[]): string {
  return issues.map((issue) => issueSentencesEnglish[issue.code](issue)).join(' ')
}

export const correctedEnglish = 'Already corrected on the page, which counts; this row can be deleted.'

export const noteSentencesEnglish: Readonly<Record<FileNoteCode, (note: FileNote) => string>> = {
  headerNotFound: () => 'No headings were found in the first 50 rows. Say what each column is.',
  columnMissing: ({ details: d }) => `The column “${nameOf(d.field)}” was not found. Say which one it is.`,
  columnTwice: ({ details: d }) =>
    `There are two columns for “${nameOf(d.field)}”; the first was taken, “${d.heading}” was not.`,
  columnsUnknown: ({ details: d }) => `These columns are not imported: ${d.headings}.`,
  otherSheets: ({ details: d }) => `Only the sheet “${d.taken}” was read, not: ${d.others}.`,
  hiddenRows: ({ details: d }) => `${d.count} rows are hidden in the file and are imported too.`,
  reasonColumn: () => 'This is a corrected error report; its column of reasons is not imported.',
  noRows: () => 'There are no rows below the headings.',
}
