import type { DeskHoursTexts } from './desk-hours.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskHoursTexts> = {
  title: 'Hours',
  waiting: 'To approve',
  atOrganisations: 'With organisations',
  records: 'All records',
  emptyWaiting: 'No hours to approve',
  emptyWaitingText: 'Offline hours that organisations record or import stand here, the most urgent first.',
  emptyOrganisations: 'No hours with organisations',
  emptyOrganisationsText: 'What a second admin has to approve stands here; staff may do it for them.',
  searchGroups: 'Training or organisation',
  organisation: 'Organisation',
  rule: 'Who approves offline hours',
  ruleStaff: 'the training centre',
  ruleSecondAdmin: 'another admin of the organisation',
  ruleImmediate: 'nobody: they count at once',
  ruleInherited: (v) => `As above: ${v.rule}`,
  ruleNone: 'No rule of its own: as above',
  ruleUsual: (v) => `Not set: ${v.rule}`,
  ruleFrom: (v) => `from “${v.name}”`,
  ruleAlone: 'Only one admin sees this organisation: what they record still goes to the training centre.',
  ruleSaved: 'Saved: it holds for what is recorded from now on',
  ruleFailed: 'The rule did not open',
}
