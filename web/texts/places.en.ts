import type { PlacesTexts } from './places.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<PlacesTexts> = {
  home: 'Home',
  enrolments: 'Enrol',
  orders: 'Pay',
  me: 'Me',
  deskEnrolments: 'Enrolment',
  tree: 'Organisation',
  notices: 'Notices',
  admin: 'Organisation admin',
  notOpened: 'This did not open',
  chooseOrganisation: 'Switch organisation',
  chooseOrganisationText: 'Orders, slips and invoices that follow are those of the organisation you choose.',
}
