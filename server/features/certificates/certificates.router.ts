import { t } from '../../trpc/init.ts'
import { organisationAdmin, publicProcedure, reviewer, signedIn, staff } from '../../trpc/procedures.ts'
import {
  certificateFilterSchema,
  certificateIdSchema,
  checkCertificateSchema,
  deskCertificateFilterSchema,
  listAllCertificatesSchema,
  listCertificatesSchema,
  reissueCertificateSchema,
  revokeCertificateSchema,
} from './certificates.schema.ts'
import { checkCertificate } from './check-certificate.ts'
import {
  listAllCertificates,
  listCertificates,
  listCertifiedPlans,
  totalAllCertificates,
  totalCertificates,
} from './list-certificates.ts'
import { viewCertificate, viewDeskCertificate } from './load-certificate.ts'
import { reissueCertificate } from './reissue-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'

export const certificatesRouter = t.router({
  check: publicProcedure
    .input(checkCertificateSchema)
    .query(({ ctx, input }) => checkCertificate(ctx.deps, input, ctx.ip)),
  get: signedIn.input(certificateIdSchema).query(({ ctx, input }) => viewCertificate(ctx.deps, ctx.actor, input)),
  list: organisationAdmin
    .input(listCertificatesSchema)
    .query(({ ctx, input }) => listCertificates(ctx.deps, ctx.actor, input)),
  totals: organisationAdmin
    .input(certificateFilterSchema)
    .query(({ ctx, input }) => totalCertificates(ctx.deps, ctx.actor, input)),
  plans: organisationAdmin.query(({ ctx }) => listCertifiedPlans(ctx.deps, ctx.actor, 'own')),
  listAll: staff
    .input(listAllCertificatesSchema)
    .query(({ ctx, input }) => listAllCertificates(ctx.deps, ctx.actor, input)),
  totalsAll: staff
    .input(deskCertificateFilterSchema)
    .query(({ ctx, input }) => totalAllCertificates(ctx.deps, ctx.actor, input)),
  plansAll: staff.query(({ ctx }) => listCertifiedPlans(ctx.deps, ctx.actor, 'centre')),
  getForStaff: staff
    .input(certificateIdSchema)
    .query(({ ctx, input }) => viewDeskCertificate(ctx.deps, ctx.actor, input)),
  revoke: reviewer
    .input(revokeCertificateSchema)
    .mutation(({ ctx, input }) => revokeCertificate(ctx.deps, ctx.actor, input)),
  reissue: reviewer
    .input(reissueCertificateSchema)
    .mutation(({ ctx, input }) => reissueCertificate(ctx.deps, ctx.actor, input)),
})
