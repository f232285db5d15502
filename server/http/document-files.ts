import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { printEnrolmentForm, printEnrolmentForms } from '../features/documents/print-enrolment-forms.ts'
import { printHoursOf, printMyHours } from '../features/documents/print-hours-statement.ts'
import { printPeopleList } from '../features/documents/print-people-list.ts'
import { printRechargeList } from '../features/documents/print-recharge-list.ts'
import { setLetter } from '../features/documents/set-letter.ts'
import { idOf, pdfRoute } from './made-files.ts'

/** 培训报名确认表 of one person. */
export const enrolmentForm = pdfRoute({
  path: '/api/files/enrolments/:id/form.pdf',
  permission: 'auditReader',
  set: (deps, actor, c) => printEnrolmentForm(deps, actor, idOf(c)),
})

/** The same for everybody of a plan who is confirmed, a page each. */
export const enrolmentForms = pdfRoute({
  path: '/api/files/plans/:id/enrolment-forms.pdf',
  permission: 'auditReader',
  set: (deps, actor, c) => printEnrolmentForms(deps, actor, idOf(c)),
})

/** 确认书, as often as it is asked for. */
export const letterFile = pdfRoute({
  path: '/api/files/letters/:id/letter.pdf',
  permission: 'auditReader',
  set: (deps, actor, c) => setLetter(deps, actor, idOf(c)),
})

/** 报名名单 of a plan, of the own subtree or of one unit (`?organisationId=`). */
export const peopleList = pdfRoute({
  path: '/api/files/plans/:id/people.pdf',
  permission: 'auditReader',
  set: (deps, actor, c) => {
    const organisationId = idSchema.optional().parse(c.req.query('organisationId'))
    return printPeopleList(deps, actor, { planId: idOf(c), organisationId })
  },
})

/** 充值清单 of a recharge, take-back or opening. */
export const rechargeList = pdfRoute({
  path: '/api/files/card-operations/:id/list.pdf',
  permission: 'auditReader',
  set: (deps, actor, c) => printRechargeList(deps, actor, idOf(c)),
})

const yearSchema = z.coerce.number().int().min(2000).max(2100).optional()

/** 学时证明 for the learner themself; `?year=`, left out: this year. */
export const myHoursStatement = pdfRoute({
  path: '/api/files/learners/me/hours.pdf',
  permission: 'learner',
  set: (deps, actor, c) => printMyHours(deps, actor, yearSchema.parse(c.req.query('year'))),
})

/** The same of somebody of the own subtree. */
export const hoursStatement = pdfRoute({
  path: '/api/files/learners/:id/hours.pdf',
  permission: 'auditReader',
  set: (deps, actor, c) => printHoursOf(deps, actor, idOf(c), yearSchema.parse(c.req.query('year'))),
})
