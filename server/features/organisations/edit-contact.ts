import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { readdressMail } from '../notices/release-mail.ts'
import { viewOrganisation } from './load-organisation.ts'
import type { OrganisationView } from './organisations.schema.ts'
import { checkRight } from './units.rules.ts'
import type { ContactFields, EditContactInput } from './units.schema.ts'
import { lockUnit, updateUnit } from './units.store.ts'

const fields = ['contactName', 'telephone', 'mobile', 'email', 'address'] as const

/** Changes whom the centre reaches at a unit. Throws `conflict` when somebody changed it since it was loaded, `notFound`. */
export async function editContact(deps: Deps, actor: AccountActor, input: EditContactInput): Promise<OrganisationView> {
  const { id, expected, contact } = input
  await inTransaction(deps, async (tx) => {
    const unit = authorize(actor, await lockUnit(tx, id))
    checkRight(actor, unit, 'editContact')
    const changed = fields.filter((field) => unit[field] !== contact[field])
    if (changed.length === 0) return
    if (fields.some((field) => unit[field] !== expected[field])) throw new AppError('conflict', { name: unit.name })
    await updateUnit(tx, id, contact)
    await readdressMail(deps, tx, actor, { organisationId: id, from: unit.email, to: contact.email })
    const only = (from: ContactFields) => Object.fromEntries(changed.map((field) => [field, from[field]]))
    await writeAudit(tx, actor, {
      action: 'organisation.contactChanged',
      subjectType: 'organisation',
      subjectId: id,
      organisationId: id,
      before: only(unit),
      after: only(contact),
    })
  })
  return viewOrganisation(deps, actor, id)
}
