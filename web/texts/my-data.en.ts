import { formatCount } from './format.ts'
import type { MyDataTexts } from './my-data.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<MyDataTexts> = {
  title: 'My data',
  notOpened: 'Your data could not be opened',
  kept: 'What the centre keeps',
  person: 'Name, ID number, mobile and e-mail',
  enrolments: 'Enrolments',
  hours: 'Records of hours',
  certificates: 'Certificates',
  cards: 'Study-card entries',
  notices: 'Notices',
  entries: (v) => formatCount(v.count),
  sheets: (v) => formatCount(v.count),
  exportTitle: 'Take a copy',
  exportText: 'A zip file with tables, your certificates and the complete data.',
  exportNow: 'Download my data',
  exporting: 'Preparing',
  eraseTitle: 'Erase my data',
  eraseText:
    'The centre erases your name, ID number, contact details and account. The law has it keep orders and hours, but without your name. This cannot be undone, and the check page of your certificates will say that the holder was erased.',
  blocked: 'You cannot ask for this yet',
  why: 'Why (optional)',
  askNow: 'Ask for erasure',
  confirm: 'Yes, ask for it',
  cancel: 'Not now',
  asking: 'Sending',
  asked: 'You asked for erasure; the centre will decide.',
  askedText: 'Until then you can take it back.',
  withdraw: 'Take it back',
  withdrawn: 'Taken back',
  refused: 'Your request for erasure was refused:',
  again: 'Ask again',
}
