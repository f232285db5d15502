import type { Context } from 'hono'
import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { printEnrolmentForm, printEnrolmentForms } from '../features/documents/print-enrolment-forms.ts'
import { printHoursOf, printMyHours } from '../features/documents/print-hours-statement.ts'
import { printPeopleList } from '../features/documents/print-people-list.ts'
import { printRechargeList } from '../features/documents/print-recharge-list.ts'
import { setLetter } from '../features/documents/set-letter.ts'
import { defineRoute } from './route.ts'

/** 培训报名确认表 of one person. */
export const enrolmentForm = defineRoute({
  method: 'GET',
  path: '/api/files/enrolments/:id/form.pdf',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    return sendPdf(c, await printEnrolmentForm(deps, actor, idSchema.parse(c.req.param('id'))))
  },
})

/** The same for everybody of a plan who is confirmed, a page each. */
export const enrolmentForms = defineRoute({
  method: 'GET',
  path: '/api/files/plans/:id/enrolment-forms.pdf',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    return sendPdf(c, await printEnrolmentForms(deps, actor, idSchema.parse(c.req.param('id'))))
  },
})

/** 确认书, as often as it is asked for. */
export const letterFile = defineRoute({
  method: 'GET',
  path: '/api/files/letters/:id/letter.pdf',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    return sendPdf(c, await setLetter(deps, actor, idSchema.parse(c.req.param('id'))))
  },
})

/** 报名名单 of a plan, of the own subtree or of one unit (`?organisationId=`). */
export const peopleList = defineRoute({
  method: 'GET',
  path: '/api/files/plans/:id/people.pdf',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const planId = idSchema.parse(c.req.param('id'))
    const organisationId = idSchema.optional().parse(c.req.query('organisationId'))
    return sendPdf(c, await printPeopleList(deps, actor, { planId, organisationId }))
  },
})

/** 充值清单 of a recharge, take-back or opening. */
export const rechargeList = defineRoute({
  method: 'GET',
  path: '/api/files/card-operations/:id/list.pdf',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    return sendPdf(c, await printRechargeList(deps, actor, idSchema.parse(c.req.param('id'))))
  },
})

const yearSchema = z.coerce.number().int().min(2000).max(2100).optional()

/** 学时证明 for the learner themself; `?year=`, left out: this year. */
export const myHoursStatement = defineRoute({
  method: 'GET',
  path: '/api/files/learners/me/hours.pdf',
  permission: 'learner',
  async handle(deps, c, actor) {
    return sendPdf(c, await printMyHours(deps, actor, yearSchema.parse(c.req.query('year'))))
  },
})

/** The same of somebody of the own subtree. */
export const hoursStatement = defineRoute({
  method: 'GET',
  path: '/api/files/learners/:id/hours.pdf',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const id = idSchema.parse(c.req.param('id'))
    return sendPdf(c, await printHoursOf(deps, actor, id, yearSchema.parse(c.req.query('year'))))
  },
})

export function sendPdf(c: Context, { pdf, name }: { pdf: Uint8Array; name: string }): Response {
  c.header('content-type', 'application/pdf')
  c.header('content-disposition', `attachment; filename="form.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`)
  c.header('cache-control', 'private, no-store')
  return c.body(Buffer.from(pdf))
}
