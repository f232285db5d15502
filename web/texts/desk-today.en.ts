import type { DeskTodayTexts } from './desk-today.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskTodayTexts> = {
  title: 'Today',
  nothing: 'Nothing waits for you today',
  nothingText: 'Registrations, vouchers and invoice requests appear here as they come in.',
  things: (v) => `${plural(v.count, 'thing')} to do`,
  registrations: 'Registrations to review',
  goRegistrations: 'Review',
  vouchers: 'Vouchers to review',
  overdueCount: (v) => `${v.count} of them overdue`,
  goReview: 'Review',
  invoices: 'Invoices to issue',
  goIssue: 'Issue',
  failedMail: 'Mail that was not delivered',
  goMail: 'Look',
  jobs: 'Jobs that stopped',
  goJobs: 'Look',
  overdue: 'Overdue',
  toReview: 'To review',
  toIssue: 'To issue',
  notDelivered: 'Not delivered',
  withNote: (v) => `${v.title}, ${v.note}`,
  listFailed: 'This did not open',
  atLeast: (v) => `${v.count}+`,
  none: 'None',
}
