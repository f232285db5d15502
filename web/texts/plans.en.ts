import type { PlansTexts } from './plans.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<PlansTexts> = {
  title: 'Training plans',
  detail: 'Training plan',
  empty: 'There are no training plans yet',
  emptyText:
    'Plans that the centre publishes stand here: what they require, when they run, what they cost and what you can do for your learners.',
  nothing: 'No plan like that was found',
  state: 'State',
  ended: 'Ended',
  running: 'Running',
  toCome: 'Not started',
  fee: 'Fee',
  subjects: 'Subjects',
  place: 'Place',
  mode: 'How',
  online: 'Online',
  offline: 'In person',
  doings: 'What you can do',
  enrol: 'Enrol people',
  upload: 'Upload a slip',
  recharge: 'Recharge learners',
  hours: 'Offline hours',
  report: 'Plan report',
  facts: 'About the plan',
  close: 'Close',
}
