import type { Context } from 'hono'
import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { importKindSchema, maxImportBytes } from '../features/imports/imports.schema.ts'
import { makeTemplate } from '../features/imports/make-template.ts'
import { openReport } from '../features/imports/open-report.ts'
import { receiveImport } from '../features/imports/receive-import.ts'
import { sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'
import { readUpload } from './uploads.ts'

/**
 * A file to import, raw in the body, under the import's id; `?organisation=` says whose subtree it is for, `?plan=` which
 * plan its rows are for, `?batch=` which study cards its amounts come from.
 */
export const uploadImport = defineRoute({
  method: 'PUT',
  path: '/api/uploads/imports/:fileId',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const kind = importKindSchema.parse(c.req.query('kind') ?? 'learners')
    const organisationId = organisationOf(c)
    const { fileId, originalName, ...upload } = await readUpload(c, maxImportBytes)
    const received = {
      ...upload,
      importId: fileId,
      fileName: originalName,
      kind,
      organisationId,
      planId: kind === 'enrolments' || kind === 'hours' ? planOf(c) : null,
      batchId: kind === 'recharges' ? batchOf(c) : null,
    }
    return c.json(await receiveImport(deps, actor, received))
  },
})

const planOf = (c: Context) => idSchema.nullable().parse(c.req.query('plan') ?? null)
const batchOf = (c: Context) => idSchema.nullable().parse(c.req.query('batch') ?? null)
const organisationOf = (c: Context) => idSchema.nullable().parse(c.req.query('organisation') ?? null)

export const importTemplate = defineRoute({
  method: 'GET',
  path: '/api/templates/learners.xlsx',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const body = await makeTemplate(deps, actor, { kind: 'learners', organisationId: organisationOf(c), planId: null })
    return sendWorkbook(c, { fileName: '学员导入模板.xlsx', body })
  },
})

/** The same for the people of a plan, with its subjects. */
export const enrolmentTemplate = defineRoute({
  method: 'GET',
  path: '/api/templates/enrolments.xlsx',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const input = { kind: 'enrolments' as const, organisationId: organisationOf(c), planId: planOf(c) }
    return sendWorkbook(c, { fileName: '报名导入模板.xlsx', body: await makeTemplate(deps, actor, input) })
  },
})

/** The same for 线下档案 of a plan. */
export const hourTemplate = defineRoute({
  method: 'GET',
  path: '/api/templates/hours.xlsx',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const input = { kind: 'hours' as const, organisationId: organisationOf(c), planId: planOf(c) }
    return sendWorkbook(c, { fileName: '线下档案导入模板.xlsx', body: await makeTemplate(deps, actor, input) })
  },
})

/** The same for 批量充值 from a batch. */
export const rechargeTemplate = defineRoute({
  method: 'GET',
  path: '/api/templates/recharges.xlsx',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const target = { organisationId: organisationOf(c), planId: null, batchId: batchOf(c) }
    const body = await makeTemplate(deps, actor, { kind: 'recharges', ...target })
    return sendWorkbook(c, { fileName: '充值导入模板.xlsx', body })
  },
})

export const importReport = defineRoute({
  method: 'GET',
  path: '/api/files/imports/:id/report',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const id = idSchema.parse(c.req.param('id'))
    const locale = z.enum(['zh-CN', 'en']).parse(c.req.query('locale') ?? 'zh-CN')
    const { fileName, bytes } = await openReport(deps, actor, { id, locale })
    return sendWorkbook(c, { fileName, body: [bytes] })
  },
})
