import { residentIdOf } from '../../prisma/seed/credit-codes.ts'
import { newId } from '../../server/core/ids.ts'
import { nameKey, personNameKey } from '../../server/core/names.ts'
import type { StaffRole } from '../../server/core/roles.ts'
import { storeIdNumber } from '../../server/features/learners/id-numbers.ts'
import type { World } from './world.ts'

/** Arrangement for tests, straight through the database: what is tested goes through use-cases. */

let counter = 0
const next = () => ++counter

export async function makeAccount(
  world: World,
  options: { name?: string; staffRoles?: StaffRole[]; password?: string; mustChangePassword?: boolean } = {},
): Promise<{ id: string; name: string }> {
  const name = options.name ?? `人员${next()}`
  const id = newId()
  await world.deps.db.account.create({
    data: {
      id,
      name,
      staffRoles: options.staffRoles ?? [],
      passwordHash: options.password ? await world.deps.passwords.hash(options.password) : 'none',
      mustChangePassword: options.mustChangePassword ?? false,
    },
  })
  return { id, name }
}

export type MadeOrganisation = { id: string; path: string; name: string; creditCode: string }

export async function makeOrganisation(
  world: World,
  options: {
    name?: string
    parent?: MadeOrganisation
    enabled?: boolean
    billing?: boolean
  } = {},
): Promise<MadeOrganisation> {
  const id = newId()
  const number = next()
  const name = options.name ?? `苏州第${number}工程检测有限公司`
  const path = `${options.parent?.path ?? '/'}${id}/`
  // 18 characters of the right alphabet; the check character is not what these tests are about.
  const creditCode = `9132${String(number).padStart(4, '0')}MA1${String(Date.now() % 1_000_000).padStart(6, '0')}X`
  await world.deps.db.organisation.create({
    data: {
      id,
      parentId: options.parent?.id ?? null,
      path,
      name,
      nameKey: nameKey(name),
      creditCode,
      enabled: options.enabled ?? true,
      email: `finance${number}@example.com`,
    },
  })
  if (options.billing !== false) {
    await world.deps.db.billingProfile.create({
      data: {
        organisationId: id,
        title: name,
        taxNumber: creditCode,
        email: `finance${number}@example.com`,
        mobile: '13800000000',
      },
    })
  }
  return { id, path, name, creditCode }
}

/** An admin of the organisation with an open session that acts for it. */
export async function makeAdmin(
  world: World,
  organisation: MadeOrganisation,
): Promise<{ id: string; name: string; cookie: string }> {
  const account = await makeAccount(world)
  await world.deps.db.organisationAdmin.create({ data: { accountId: account.id, organisationId: organisation.id } })
  return { ...account, cookie: await world.openSession(account.id, organisation.id) }
}

export async function makeStaff(
  world: World,
  ...staffRoles: StaffRole[]
): Promise<{ id: string; name: string; cookie: string }> {
  const account = await makeAccount(world, { staffRoles })
  return { ...account, cookie: await world.openSession(account.id) }
}

/** A learner of the organisation, with a valid resident ID number of their own. */
export async function makeLearner(
  world: World,
  organisation: { id: string; path: string },
  options: {
    id?: string
    name?: string
    accountId?: string
    mobile?: string
    enabled?: boolean
    idNumber?: string
  } = {},
): Promise<{ id: string; name: string; idNumber: string; mobile: string }> {
  const number = next()
  const id = options.id ?? newId()
  const name = options.name ?? `学员${number}`
  const idNumber = options.idNumber ?? residentIdOf(`32010119900101${String(number).padStart(3, '0').slice(-3)}`)
  const mobile = options.mobile ?? `137${String(number).padStart(8, '0')}`
  await world.deps.db.learner.create({
    data: {
      id,
      organisationId: organisation.id,
      organisationPath: organisation.path,
      accountId: options.accountId ?? null,
      name,
      nameKey: personNameKey(name),
      ...storeIdNumber(world.deps, id, idNumber),
      mobile,
      enabled: options.enabled ?? true,
    },
  })
  return { id, name, idNumber, mobile }
}
