import type { Context } from 'hono'
import { z } from 'zod'
import { AppError } from '../core/app-error.ts'
import { idSchema } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import { maxPhotoBytes } from '../features/files/files.schema.ts'
import type { PhotoForm } from '../features/files/open-stored-file.ts'
import { type Applicant, holds } from '../features/registrations/applicant.ts'
import { openRegistrationFile } from '../features/registrations/open-registration-file.ts'
import { receiveRegistrationFile } from '../features/registrations/receive-registration-file.ts'
import { filePurposeSchema } from '../features/registrations/registrations.schema.ts'
import type { RequestContext } from '../trpc/init.ts'
import { isAllowed } from '../trpc/procedures.ts'
import { requestContext } from './request.ts'
import { defineRoute } from './route.ts'
import { readUpload, sendFile } from './uploads.ts'

const targetSchema = z.object({ registrationId: idSchema, purpose: filePurposeSchema })

/** One licence or qualification, raw in the body, from the browser that holds the registration's cookie. */
export const uploadRegistrationFile = defineRoute({
  method: 'PUT',
  path: '/api/uploads/registrations/:registrationId/files/:fileId',
  permission: 'public',
  async handle(deps, c) {
    const target = targetSchema.parse({
      registrationId: c.req.param('registrationId'),
      purpose: c.req.query('purpose'),
    })
    const applicant = await applicantOf(deps, c)
    // Nobody else's body is even read.
    if (!holds(deps, applicant, target.registrationId)) throw new AppError('notFound')
    const upload = await readUpload(c, maxPhotoBytes)
    return c.json(await receiveRegistrationFile(deps, applicant, { ...upload, ...target }))
  },
})

async function applicantOf(deps: Deps, c: Context): Promise<Applicant> {
  return asApplicant(await requestContext(deps, c))
}

function asApplicant({ registrationToken, ip }: RequestContext): Applicant {
  return { token: registrationToken, ip }
}

export const registrationPicture = fileRoute('picture')
export const registrationThumbnail = fileRoute('thumbnail')
export const registrationOriginal = fileRoute('original')

function fileRoute(form: PhotoForm) {
  return defineRoute({
    method: 'GET',
    path: `/api/files/registrations/:fileId/${form}`,
    // For the applicant by cookie and for reviewers by session: the use-case asks for one of the two.
    permission: 'public',
    async handle(deps, c) {
      const context = await requestContext(deps, c)
      const viewer = { applicant: asApplicant(context), mayReview: isAllowed('reviewer', context.signedIn) }
      const fileId = idSchema.parse(c.req.param('fileId'))
      return sendFile(c, await openRegistrationFile(deps, viewer, { fileId, form }))
    },
  })
}
