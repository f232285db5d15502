import type { ContactTexts } from './contact.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<ContactTexts> = {
  profileTitle: 'Profile',
  notOpened: 'This did not open',
  contact: 'Contact',
  contactText:
    'You can log in with a mobile number that you confirmed here. If you forget your password, a link goes to your e-mail.',
  mobile: 'Mobile number',
  email: 'E-mail',
  notSet: 'not given yet',
  idNumber: 'ID number',
  organisation: 'Organisation',
  post: 'Post',
  education: 'Education',
  educationHint: 'For instance: college, bachelor',
  educationSaved: 'Education saved',
  organisationChanges:
    'Name, ID, organisation and post are kept by your organisation’s administrator. Ask them to put them right.',
  save: 'Save',

  mobileTitle: 'Change mobile number',
  mobileNow: 'Present mobile number',
  mobileNew: 'New mobile number',
  mobileWrong: 'A mobile number has 11 digits and begins with 1. Look at it again.',
  mobileSame: 'This is the number you have already.',
  mobileLogsIn: (v) => `Your mobile number is now ${v.mobile}. You can log in with it.`,
  mobileTaken: (v) =>
    `Your mobile number is now ${v.mobile}, for being reached by. Another account logs in with that number, so you cannot log in to this one with it; use your other account name.`,
  password: 'Password',
  passwordHint: 'To make sure that it is you',
  passwordMissing: 'Enter your password.',
  goOn: 'Next',
  sending: 'Checking',
  waitBeforeRetry: (v) => `Wait ${v.wait}`,
  digitsLead: (v) => `A code was mailed to ${v.to}. Enter its 6 digits, and your mobile number becomes ${v.mobile}.`,
  digits: '6 digits',
  digitsUntil: (v) => `Valid until ${v.time}, 5 tries`,
  digitsMissing: 'Enter the 6 digits from the mail.',
  confirm: 'Change number',
  confirming: 'Checking',
  sendAnew: 'No mail, or a wrong number? Start again',
  done: 'Done',

  emailTitle: 'Change e-mail',
  emailNow: 'Present e-mail',
  emailNew: 'New e-mail',
  emailWrong: 'That is not an e-mail address, such as wang@example.com.',
  emailText: 'The old address is told about the change.',
  saveEmail: 'Use this address',
  saving: 'Saving',
  emailChanged: (v) => `Your e-mail is now ${v.email}`,
}
