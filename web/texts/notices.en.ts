import type { NoticesTexts } from './notices.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<NoticesTexts> = {
  title: 'Notices',
  notOpened: 'The notices did not open',
  emptyTitle: 'No notices yet',
  emptyText: 'Results of enrolments, payments, refunds and invoices are announced here.',
  newOne: 'New',
  readOne: 'Read',
  look: 'Open',
  more: 'Show more',
  loadingMore: 'Loading',
}
