import { exportCertificatesSchema, packCertificatesSchema } from '../features/certificates/certificates.schema.ts'
import { exportCertificates } from '../features/certificates/export-certificates.ts'
import { packCertificates } from '../features/certificates/pack-certificates.ts'
import { printCertificate } from '../features/certificates/print-certificates.ts'
import { exportRoute, idOf, pdfRoute, sendMade } from './made-files.ts'
import { defineRoute } from './route.ts'

/** One certificate, for its learner, their organisation's admins and staff. */
export const certificatePdf = pdfRoute({
  path: '/api/files/certificates/:id/certificate.pdf',
  permission: 'signedIn',
  set: (deps, actor, c) => printCertificate(deps, actor, idOf(c)),
})

/** All valid ones that a filter finds, in a ZIP. By GET, so that the browser writes it to the disk while it comes. */
export const certificateArchive = defineRoute({
  method: 'GET',
  path: '/api/files/certificates.zip',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    return sendMade(c, 'archive', await packCertificates(deps, actor, packCertificatesSchema.parse(c.req.query())))
  },
})

/** 证书管理 as a workbook: what a filter finds of the own subtree, or for staff of the whole centre. */
export const certificatesExport = exportRoute({
  path: '/api/certificates/export',
  permission: 'auditReader',
  schema: exportCertificatesSchema,
  make: exportCertificates,
})
