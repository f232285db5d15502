import { cardTemplatesEnglish } from './card-templates.en.ts'
import { certificateTemplatesEnglish } from './certificate-templates.en.ts'
import { enrolmentTemplatesEnglish } from './enrolment-templates.en.ts'
import { hourTemplatesEnglish } from './hour-templates.en.ts'
import { invoiceTemplatesEnglish } from './invoice-templates.en.ts'
import { letterTemplatesEnglish } from './letter-templates.en.ts'
import { yuan } from './notice-phrases.ts'
import { type NoticeTemplates, shanghaiTime } from './notice-text.ts'
import { paymentTemplatesEnglish } from './payment-templates.en.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

export const templatesEnglish: NoticeTemplates = {
  greeting: (name) => `Dear ${name},`,
  closing: (centre) => [
    ...(centre.telephone ? [`Questions? Call ${centre.telephone}.`] : []),
    `${centre.name}`,
    'This message was sent automatically; replies are not read.',
  ],
  kinds: {
    voucherApproved: (a) => ({
      title: `Payment confirmed: order ${a.orderNumber}`,
      sentence: `The transfer slip for order ${a.orderNumber} was approved; ${yuan(a.amountFen)} received.`,
      facts: [
        ['Order', a.orderNumber],
        ['Received', yuan(a.amountFen)],
        ...(a.creditFen > 0 ? [['Moved to your credit', yuan(a.creditFen)] as const] : []),
        ...(a.outstandingFen > 0 ? [['Still due', yuan(a.outstandingFen)] as const] : []),
      ],
      steps: [...say.balance(a), 'The invoice will be sent to your billing address as soon as it is issued.'],
    }),
    voucherRejected: (a) => {
      const reason = say.reason(a)
      return {
        title: `Transfer slip sent back: order ${a.orderNumber}`,
        sentence: `The transfer slip for order ${a.orderNumber} was sent back: ${reason}.`,
        facts: [
          ['Order', a.orderNumber],
          ...(a.amountFen === null ? [] : [['Amount on the slip', yuan(a.amountFen)] as const]),
          ['Reason', reason],
        ],
        steps: [
          'Open the slip in the app, put right what the reason says or take a new picture, and submit it again. What you filled in is still there.',
        ],
      }
    },
    activation: (a, revealed) => ({
      title: `Set your password: ${a.organisationName || a.personName}`,
      sentence: `${say.whose(a.organisationName)} is ready. Open the link below, choose a password, and you are logged in.`,
      facts: [
        ['Choose a password', revealed],
        ...(a.logInNames.length > 0 ? [['Log in with', say.list(a.logInNames)] as const] : []),
        ['Valid until', shanghaiTime(a.expiresAt)],
      ],
      steps: [
        'The link works once. If it has expired or does not open, ask the training centre to send it again or for a one-time password.',
        'If you did not ask for this, do not open it, and tell the training centre.',
      ],
    }),
    passwordReset: (a, revealed) => ({
      title: 'Choose a new password',
      sentence: 'Somebody says that they forgot the password of this account. If it was you, open the link below.',
      facts: [
        ['New password', revealed],
        ['Valid until', shanghaiTime(a.expiresAt)],
      ],
      steps: ['The link works once. If it was not you, ignore this mail: the password stays as it is.'],
    }),
    passwordChanged: (a) => ({
      title: 'Your password was changed',
      sentence: `A new password was set for your account at ${shanghaiTime(a.changedAt)}. All other devices are logged out.`,
      facts: [],
      steps: ['If it was not you, call the training centre at once and have the account disabled.'],
    }),
    mobileCode: (a, revealed) => ({
      title: 'Code for your new mobile number',
      sentence: `To change your mobile number to ${a.mobileMasked}, enter the code below on the page.`,
      facts: [
        ['Code', revealed],
        ['Valid until', shanghaiTime(a.expiresAt)],
      ],
      steps: ['Tell the code to nobody. If it is not you who is changing it, change your password at once.'],
    }),
    mobileChanged: (a) => ({
      title: 'Your mobile number was changed',
      sentence: `The mobile number of your account was changed at ${shanghaiTime(a.changedAt)}; it is now ${a.mobileMasked}.`,
      facts: [],
      steps: ['If it was not you, change your password at once and call the training centre.'],
    }),
    learnerMobileChanged: (a) => ({
      title: `${a.learnerName} has a new mobile number`,
      sentence: `The learner ${a.learnerName} confirmed a new mobile number with the password at ${shanghaiTime(a.changedAt)}: ${a.mobileMasked}. If it was somebody else, reset the password.`,
      facts: [],
      steps: [],
    }),
    learnerTransferred: (a) => ({
      title: `${a.learnerName} has moved to another organisation`,
      sentence: `The learner ${a.learnerName} (${a.idNumberMasked}) was taken over by another organisation at ${shanghaiTime(a.transferredAt)}, which confirmed their name and mobile; they no longer belong to ${a.organisationName}.`,
      facts: [
        ['Learner', a.learnerName],
        ['ID number', a.idNumberMasked],
        ['Moved at', shanghaiTime(a.transferredAt)],
      ],
      steps: [
        'Their records are kept and go with them. If this should not have happened, contact the training centre.',
      ],
    }),
    registrationApproved: (a, revealed) => ({
      title: `Registration approved: ${a.organisationName}`,
      sentence: `The registration of ${a.organisationName} was approved. Open the link below, choose a password, and you are logged in.`,
      facts: [
        ...(revealed === '' ? [] : [['Choose a password', revealed] as const]),
        ['Log in with', say.list(a.logInNames)],
        ['The link is valid until', shanghaiTime(a.expiresAt)],
      ],
      steps: [
        'Complete the billing data first: the title and the tax number are those of the registration. Orders need them.',
        'The link works once. If it has expired or does not open, ask the training centre to send it again or for a one-time password.',
      ],
    }),
    registrationRejected: (a, revealed) => ({
      title: `Registration not approved: ${a.organisationName}`,
      sentence: `The registration of ${a.organisationName} was not approved. Correct it and send it again.`,
      facts: [
        ['Reason', a.reason],
        ['Correct it', revealed],
      ],
      steps: [
        'On the phone that it was filled in on, the link opens the form. On another one, look it up by code and mobile and go on with the code that is mailed to this address.',
      ],
    }),
    registrationCode: (a, revealed) => ({
      title: 'Code to go on with the registration',
      sentence: `To go on with the registration of ${a.organisationName || 'the organisation'} on another device, enter the code below on the page.`,
      facts: [
        ['Code', revealed],
        ['Valid until', shanghaiTime(a.expiresAt)],
      ],
      steps: ['Tell the code to nobody. If it is not you, ignore this mail.'],
    }),
    registrationDue: (a, revealed) => ({
      title: `Registration ${say.dueState(a.overdue)}: ${a.organisationName}`,
      sentence: a.overdue
        ? `The registration of ${a.organisationName} was to be answered by ${shanghaiTime(a.dueAt)} and is overdue.`
        : `The registration of ${a.organisationName} is to be answered by ${shanghaiTime(a.dueAt)}.`,
      facts: [
        ['Code', a.code],
        ['Due', shanghaiTime(a.dueAt)],
        ...(revealed === '' ? [] : [['Review it', revealed] as const]),
      ],
      steps: [],
      greets: 'reviewer',
    }),
    emailChanged: (a) => ({
      title: 'Your e-mail address was changed',
      sentence: `The e-mail address of your account was changed at ${shanghaiTime(a.changedAt)}; it is now ${a.emailMasked}. Mail for a forgotten password goes there from now on.`,
      facts: [],
      steps: ['If it was not you, call the training centre at once and have the account disabled.'],
    }),
    adminAdded: (a) => ({
      title: `You now manage ${a.organisationName}`,
      sentence: `${a.byName} made you an admin of ${a.organisationName} at ${shanghaiTime(a.addedAt)}.`,
      facts: [],
      steps: [
        'After logging in, tap the organisation’s name to switch to it. If this is a mistake, tell the training centre.',
      ],
    }),
    mailBounced: (a) => ({
      title: `Mail does not arrive: ${a.address}`,
      sentence: `Mail to ${a.address} came back, and further notices and invoices will not arrive there. Please enter an address that takes mail in the billing data or in the organisation's details; if it is right, ask the training centre to use it again.`,
      facts: [],
      steps: [],
    }),
    ...enrolmentTemplatesEnglish,
    ...paymentTemplatesEnglish,
    ...invoiceTemplatesEnglish,
    ...letterTemplatesEnglish,
    ...certificateTemplatesEnglish,
    ...hourTemplatesEnglish,
    ...cardTemplatesEnglish,
  },
}
