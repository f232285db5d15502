import type { Context } from 'hono'
import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { type ImportKindName, importKindSchema, maxImportBytes } from '../features/imports/imports.schema.ts'
import { makeTemplate } from '../features/imports/make-template.ts'
import { openReport } from '../features/imports/open-report.ts'
import { receiveImport } from '../features/imports/receive-import.ts'
import { sendMade } from './made-files.ts'
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
      planId: ofPlan(kind, c),
      batchId: ofBatch(kind, c),
    }
    return c.json(await receiveImport(deps, actor, received))
  },
})

const asked = (c: Context, name: string) => idSchema.nullable().parse(c.req.query(name) ?? null)
const organisationOf = (c: Context) => asked(c, 'organisation')
const ofPlan = (kind: ImportKindName, c: Context) =>
  kind === 'enrolments' || kind === 'hours' ? asked(c, 'plan') : null
const ofBatch = (kind: ImportKindName, c: Context) => (kind === 'recharges' ? asked(c, 'batch') : null)

/** An empty workbook to fill in, whose columns are those of what it is for. */
function templateRoute(kind: ImportKindName, fileName: string) {
  return defineRoute({
    method: 'GET',
    path: `/api/templates/${kind}.xlsx`,
    permission: 'peopleManager',
    async handle(deps, c, actor) {
      const target = { organisationId: organisationOf(c), planId: ofPlan(kind, c), batchId: ofBatch(kind, c) }
      return sendMade(c, 'workbook', { fileName, body: await makeTemplate(deps, actor, { kind, ...target }) })
    },
  })
}

export const importTemplate = templateRoute('learners', '学员导入模板.xlsx')
/** For the people of a plan, with its subjects. */
export const enrolmentTemplate = templateRoute('enrolments', '报名导入模板.xlsx')
/** For 线下档案 of a plan. */
export const hourTemplate = templateRoute('hours', '线下档案导入模板.xlsx')
/** For 批量充值 from a batch. */
export const rechargeTemplate = templateRoute('recharges', '充值导入模板.xlsx')

export const importReport = defineRoute({
  method: 'GET',
  path: '/api/files/imports/:id/report',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const id = idSchema.parse(c.req.param('id'))
    const locale = z.enum(['zh-CN', 'en']).parse(c.req.query('locale') ?? 'zh-CN')
    const { fileName, bytes } = await openReport(deps, actor, { id, locale })
    return sendMade(c, 'workbook', { fileName, body: [bytes] })
  },
})
