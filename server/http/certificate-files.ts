import { Readable } from 'node:stream'
import { idSchema } from '../core/ids.ts'
import { exportCertificatesSchema, packCertificatesSchema } from '../features/certificates/certificates.schema.ts'
import { exportCertificates } from '../features/certificates/export-certificates.ts'
import { packCertificates } from '../features/certificates/pack-certificates.ts'
import { printCertificate } from '../features/certificates/print-certificates.ts'
import { sendPdf } from './document-files.ts'
import { readQuestion, sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** One certificate, for its learner, their organisation's admins and staff. */
export const certificatePdf = defineRoute({
  method: 'GET',
  path: '/api/files/certificates/:id/certificate.pdf',
  permission: 'signedIn',
  async handle(deps, c, actor) {
    return sendPdf(c, await printCertificate(deps, actor, idSchema.parse(c.req.param('id'))))
  },
})

/** All valid ones that a filter finds, in a ZIP. By GET, so that the browser writes it to the disk while it comes. */
export const certificateArchive = defineRoute({
  method: 'GET',
  path: '/api/files/certificates.zip',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const { fileName, body } = await packCertificates(deps, actor, packCertificatesSchema.parse(c.req.query()))
    return c.body(Readable.toWeb(Readable.from(body)) as ReadableStream, 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="certificates.zip"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'private, no-store',
    })
  },
})

/** 证书管理 as a workbook: what a filter finds of the own subtree, or for staff of the whole centre. */
export const certificatesExport = defineRoute({
  method: 'POST',
  path: '/api/certificates/export',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const input = exportCertificatesSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportCertificates(deps, actor, input))
  },
})
