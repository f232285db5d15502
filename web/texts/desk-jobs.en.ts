import type { DeskJobsTexts } from './desk-jobs.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskJobsTexts> = {
  title: 'Jobs',
  list: 'Jobs that stopped',
  waiting: 'To look at',
  all: 'All',
  empty: 'No job has stopped',
  emptyText: 'Background work that failed after all its tries stops here, to be looked at and sent again.',
  columnWhat: 'What',
  columnAbout: 'About',
  columnError: 'Why it stopped',
  columnAt: 'Stopped',
  columnState: 'State',
  columnAction: 'Action',
  stopped: 'Stopped',
  resentAt: (v) => `Sent again ${v.when}`,
  resend: 'Do it again',
  resent: 'Queued again',
  see: 'Look',
  mayNotResend: 'A system admin can send it again',
}
