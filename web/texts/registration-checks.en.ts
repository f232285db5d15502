import type {
  licenceFieldsChinese,
  RegistrationCheckValues,
  RegistrationFindingTexts,
  registrationSourcesChinese,
} from './registration-checks.zh-CN.ts'
import type { Translation } from './texts.ts'

const contact = (v: RegistrationCheckValues) =>
  v.shared === 'both' ? 'Mobile and e-mail' : v.shared === 'email' ? 'The e-mail' : 'The mobile'

export const registrationTitlesEnglish: RegistrationFindingTexts = {
  licenceMissing: () => 'No business licence yet',
  licenceInReading: () => 'The licence is being read',
  licenceUnreadable: () => 'The licence could not be read',
  codeAgrees: () => 'Code as on the licence',
  codeContained: () => 'Organisation code stands in the licence’s credit code',
  codeNear: () => 'One character of the code differs',
  codeDiffers: () => 'Code differs from the licence',
  codeNotRead: () => 'No code read on the licence',
  codeOfMember: () => 'Registered by member number; the licence has a credit code',
  nameAgrees: () => 'Name as on the licence',
  nameNear: () => 'Name is not quite as on the licence',
  nameDiffers: () => 'Name differs from the licence',
  nameNotRead: () => 'No name read on the licence',
  nameMissing: () => 'No full name yet',
  licenceInForce: () => 'Licence in force',
  licenceEndsSoon: (v) => `Licence ends soon, on ${v.day}`,
  licenceExpired: (v) => `Licence expired on ${v.day}`,
  licenceEndNotShown: () => 'The licence shows no term',
  characterRight: () => 'Check character is right',
  characterWrong: () => 'Check character is wrong',
  codeFree: () => 'Code is not registered yet',
  codeRegistered: () => 'Code is registered already',
  codeAlsoApplied: () => 'Another application has this code',
  nameUnlike: () => 'No similar names',
  nameSimilar: (v) => (v.count > 1 ? `${v.count} similar names` : `Similar to “${v.name}”`),
  nameRegistered: (v) => `“${v.name}” is registered`,
  fileNew: () => 'Licence picture not seen before',
  fileUsedElsewhere: () => 'Licence picture used elsewhere',
  contactNew: () => 'Contact not seen before',
  contactUsedElsewhere: (v) => `${contact(v)} of “${v.name}”`,
}

export const registrationAdviceEnglish: RegistrationFindingTexts = {
  licenceMissing: () => 'Photograph the business licence with all four corners.',
  licenceInReading: () => 'A few seconds; you can go on meanwhile.',
  licenceUnreadable: () =>
    'Photograph it again, flat and in good light, so that the text is sharp. You can also send it as it is; staff will look at the picture.',
  codeAgrees: () => '',
  codeContained: () => '',
  codeNear: () =>
    'Compare it with the licence. If it was mistyped, register with the code of the licence; if not, send it and staff will check.',
  codeDiffers: () =>
    'Make sure that this is your own licence. If the code was mistyped, register with the code of the licence.',
  codeNotRead: () => 'You can go on; staff will look at the picture.',
  codeOfMember: () => '',
  nameAgrees: () => '',
  nameNear: () => 'The full name must be exactly as on the licence; invoices use it too.',
  nameDiffers: () => 'The full name must be exactly as on the licence; invoices use it too.',
  nameNotRead: () => 'Compare it with the licence; it must be exactly the same.',
  nameMissing: () => 'Enter it as on the licence.',
  licenceInForce: () => '',
  licenceEndsSoon: () => 'You can register now. Tell the training centre when you have the new one.',
  licenceExpired: () =>
    'If there is a new licence, photograph that one. If it is being renewed, send this and call the training centre.',
  licenceEndNotShown: () => '',
  characterRight: () => '',
  characterWrong: () =>
    'A few codes really are like this. Compare it once more; if it is right, go on and staff will check.',
  codeFree: () => '',
  codeRegistered: () => 'Just log in; if you forgot the password, have it reset.',
  codeAlsoApplied: () => '',
  nameUnlike: () => '',
  nameSimilar: () => '',
  nameRegistered: () => '',
  fileNew: () => '',
  fileUsedElsewhere: () => '',
  contactNew: () => '',
  contactUsedElsewhere: () => '',
}

export const registrationReviewEnglish: RegistrationFindingTexts = {
  ...registrationAdviceEnglish,
  licenceMissing: () => 'It cannot be approved without one. Reject it, so that it is added.',
  licenceInReading: () => 'Reading and checking take a few seconds. You can look at the picture meanwhile.',
  licenceUnreadable: () => 'Compare name and code with the picture yourself.',
  codeContained: () => 'Registered with the older organisation code: characters 9 to 17 of the credit code.',
  codeNear: () => 'See which one the picture shows. Misread: never mind. Mistyped: reject.',
  codeDiffers: () => 'Perhaps the wrong licence, or a mistyped code.',
  codeNotRead: () => 'Compare it with the picture yourself.',
  codeOfMember: () => 'Enter the credit code when you approve; invoices need it.',
  nameNear: () => 'See what the picture says. Misread: never mind. Mistyped: reject; invoices will bear this name.',
  nameDiffers: () => 'Perhaps the wrong licence, or a mistyped name.',
  nameNotRead: () => 'Compare it with the picture yourself.',
  licenceEndsSoon: () => '',
  licenceExpired: () => 'Usually a renewed licence is needed to register.',
  characterWrong: (v) =>
    v.name
      ? `By the rule it would be ${v.name}. A few codes in use break the rule; compare the picture.`
      : 'A few codes in use break the rule; compare the picture.',
  codeRegistered: () => 'A code cannot be registered twice. Reject it and tell them to log in.',
  codeAlsoApplied: () => 'See below whose it is; only one can be approved.',
  nameSimilar: () => 'See below whether it is the same organisation or a branch of it.',
  nameRegistered: () => 'See below whether the same organisation registers again.',
  fileUsedElsewhere: () => 'The same picture was sent twice; see below by whom.',
  contactUsedElsewhere: () => 'One person often acts for several organisations; just be aware.',
}

export const registrationSourcesEnglish: Translation<typeof registrationSourcesChinese> = {
  licence: 'Licence',
  typed: 'Typed',
  longTerm: 'No end',
}

export const licenceFieldsEnglish: Translation<typeof licenceFieldsChinese> = {
  creditCode: 'Code',
  name: 'Name',
  kind: 'Kind',
  legalRepresentative: 'Legal representative',
  registeredCapital: 'Capital',
  registeredOn: 'Established',
  validFrom: 'From',
  validUntil: 'Valid until',
  address: 'Address',
}
