import { anyInWork } from '../../core/file-states.ts'
import type { ReadField } from '../files/reading.schema.ts'
import { licenceFieldNames } from './licence-reading.schema.ts'
import type { RegistrationFileRecord } from './registration-files.store.ts'
import { missingPartsOf } from './registrations.rules.ts'
import type { RegistrationCheck, RegistrationFileView, RegistrationView } from './registrations.schema.ts'
import type { RegistrationRecord } from './registrations.store.ts'
import { formOf } from './save-form.ts'

/** A registration as pages show it, with these checks of it. */
export function viewRegistration(
  registration: RegistrationRecord,
  files: readonly RegistrationFileRecord[],
  checks: RegistrationCheck[],
): RegistrationView {
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: registration.id,
    version: registration.version,
    code: registration.code,
    codeKind: registration.codeKind,
    codeDoubtful: registration.codeDoubtful,
    form: formOf(registration),
    state: registration.state,
    stateSince: registration.stateSince.toISOString(),
    createdAt: registration.createdAt.toISOString(),
    submittedAt: time(registration.submittedAt),
    dueAt: time(registration.dueAt),
    decidedAt: time(registration.decidedAt),
    rejectedReason: registration.rejectedReason,
    missing: missingPartsOf(registration, files),
    files: files.map(viewFile),
    checks,
    // Nothing was sent yet: a fresh draft has nothing to wait for.
    checked: !anyInWork(files) && (registration.checkedAt !== null || isUntouched(registration)),
  }
}

function isUntouched({ version, state }: RegistrationRecord): boolean {
  return version === 1 || state === 'approved'
}

function viewFile(file: RegistrationFileRecord): RegistrationFileView {
  return {
    id: file.id,
    purpose: file.purpose,
    state: file.state,
    errorCode: file.errorCode,
    originalName: file.originalName,
    kind: file.kind,
    sizeBytes: file.sizeBytes,
    pageCount: file.pageCount,
    width: file.width,
    height: file.height,
    hasPicture: file.pictureKey !== null,
    fields: licenceFieldNames.flatMap((name): ReadField[] => {
      const field = file.reading?.fields[name]
      if (!field) return []
      const { value, confidence, score, quads } = field
      return [{ name, value, confidence, score, quads }]
    }),
  }
}
