import { enrolmentImport } from '../enrolments/enrolment-import.ts'
import { hourImport } from '../hours/hour-import.ts'
import { learnerImport } from '../learners/learner-import.ts'
import { rechargeImport } from '../study-cards/recharge-import.ts'
import type { ImportKind } from './import-kind.ts'
import type { ImportKindName } from './imports.schema.ts'

/** Every kind, by name: one that is missing here does not compile. */
const kinds: Readonly<Record<ImportKindName, ImportKind>> = {
  learners: anyKind(learnerImport),
  enrolments: anyKind(enrolmentImport),
  hours: anyKind(hourImport),
  recharges: anyKind(rechargeImport),
}

/** A kind has types of its own where it is defined; the engine passes its values on without looking into them. */
function anyKind<Values, Known, Context>(kind: ImportKind<Values, Known, Context>): ImportKind {
  return kind as unknown as ImportKind
}

export function kindOf(name: ImportKindName): ImportKind {
  return kinds[name]
}
