import type { PlacesTexts } from './places.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<PlacesTexts> = {
  home: 'Home',
  enrolments: 'Enrol',
  orders: 'Pay',
  invoices: 'Invoices',
  me: 'Me',
  learners: 'Learners',
  deskEnrolments: 'Enrolment',
  deskOrders: 'Orders',
  upload: 'Upload slip',
  reconciliation: 'Reconciliation',
  vouchers: 'Vouchers',
  tree: 'Organisation',
  imports: 'Imports',
  notices: 'Notices',
  audit: 'History',
  settings: 'Settings',
  admin: 'Organisation admin',
  notOpened: 'This did not open',
  chooseOrganisation: 'Switch organisation',
  chooseOrganisationText: 'Orders, slips and invoices that follow are those of the organisation you choose.',
}
