import type { Context } from 'hono'
import { idSchema } from '../core/ids.ts'
import { printEnrolmentForm, printEnrolmentForms } from '../features/documents/print-enrolment-forms.ts'
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

function sendPdf(c: Context, { pdf, name }: { pdf: Uint8Array; name: string }): Response {
  c.header('content-type', 'application/pdf')
  c.header('content-disposition', `attachment; filename="form.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`)
  c.header('cache-control', 'private, no-store')
  return c.body(Buffer.from(pdf))
}
