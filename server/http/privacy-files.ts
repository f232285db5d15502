import { exportPersonalData } from '../features/privacy/export-personal-data.ts'
import { exportDataSchema } from '../features/privacy/personal-data.schema.ts'
import { exportRoute } from './made-files.ts'

/** Everything that is kept about one learner, as an archive: their own, or for system admins of somebody who asked for it. */
export const personalDataExport = exportRoute({
  path: '/api/privacy/export',
  permission: 'signedIn',
  type: 'archive',
  schema: exportDataSchema,
  make: exportPersonalData,
})
