import type { MyDataTexts } from './my-data.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<MyDataTexts> = {
  title: 'My data',
  notOpened: 'Your data could not be opened',
  kept: 'What the centre keeps',
  person: 'Name, ID number, mobile and e-mail',
  enrolments: (v) => `${plural(v.count, 'enrolment', 'enrolments')}`,
  hours: (v) => `${plural(v.count, 'record of hours', 'records of hours')}`,
  certificates: (v) => `${plural(v.count, 'certificate', 'certificates')}`,
  cards: (v) => `${plural(v.count, 'study-card entry', 'study-card entries')}`,
  notices: (v) => `${plural(v.count, 'notice', 'notices')}`,
  exportTitle: 'Take a copy',
  exportText: 'One archive: tables, certificates and the complete data file.',
  exportNow: 'Download my data',
  exporting: 'Gathering',
  eraseTitle: 'Be erased',
  eraseText:
    'The centre erases your name, ID number, addresses and account. Orders and hours are kept by law without naming you. It cannot be undone, and your certificates’ check page will say that the holder was erased.',
  blocked: 'You cannot ask for it yet',
  why: 'Why (optional)',
  askNow: 'Ask to be erased',
  confirm: 'Yes, ask for it',
  cancel: 'Not now',
  asking: 'Sending',
  asked: 'You asked to be erased; the centre is to decide',
  askedText: 'Until then you can take it back.',
  withdraw: 'Take it back',
  withdrawn: 'Taken back',
  refused: 'Your wish to be erased was refused',
  again: 'Ask again',
}
