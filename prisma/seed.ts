import type { Deps } from '../server/deps.ts'
import { inTransaction, type Readable } from '../server/platform/database.ts'
import { seedCards } from './seed/cards.ts'
import { seedCentre } from './seed/centre.ts'
import { seedCertificates } from './seed/certificates.ts'
import { seedDataRequests } from './seed/data-requests.ts'
import { seedEnrolmentOrders } from './seed/enrolment-orders.ts'
import { seedEnrolments } from './seed/enrolments.ts'
import { seedHours } from './seed/hours.ts'
import { seedLetters } from './seed/letters.ts'
import { seedOrders } from './seed/orders.ts'
import { seedOrganisations } from './seed/organisations.ts'
import { seedPayments } from './seed/payments.ts'
import { hashDemoPasswords, seedPeople } from './seed/people.ts'
import { seedPlatforms } from './seed/platforms.ts'
import { seedRefunds } from './seed/refunds.ts'
import { seedRegistrations, storeLicences } from './seed/registrations.ts'
import { openScene, timesAround } from './seed/scene.ts'
import { seedStatements, storeStatements } from './seed/statements.ts'
import { seedVouchers, storeSlips } from './seed/vouchers.ts'

export { type DemoLogIn, demoLogIns, demoPassword } from './seed/people.ts'

/** Any number that nothing else in this database locks by. */
const seedLock = 7_283_645

/**
 * Fills an empty database with a training centre to try the product on, and says whether it did: people, organisations
 * in a tree, registrations, enrolments, orders, vouchers, invoices, refunds, bank statements, study cards, hours,
 * certificates, letters and requests about personal data in every state, around the moment of `deps.clock`. All of it or
 * nothing, in one transaction; a database that holds anybody is left as it is, and of two starts at once one fills it.
 */
export async function seedDemo(deps: Deps): Promise<boolean> {
  if (!(await isEmpty(deps.db))) return false
  const times = timesAround(deps.clock.now())
  const [hashes, slips, licences, statements] = await Promise.all([
    hashDemoPasswords(deps),
    storeSlips(deps, times),
    storeLicences(deps, times),
    storeStatements(deps, times),
  ])
  return inTransaction(deps, async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${seedLock}::bigint)::text`
    if (!(await isEmpty(tx))) return false
    const scene = openScene(deps, tx, times)
    const centre = await seedCentre(scene)
    const organisations = await seedOrganisations(scene)
    const people = await seedPeople(scene, organisations, hashes)
    const orders = await seedOrders(scene, centre, organisations, people)
    await seedPayments(scene, orders, organisations, people)
    const enrolments = await seedEnrolments(scene, centre.plans, organisations, people)
    await seedEnrolmentOrders(scene, centre.payees.own, organisations, enrolments, people)
    await seedRefunds(scene, centre.payees.own, organisations, enrolments, people)
    await seedVouchers(scene, slips, orders, organisations, people)
    await seedRegistrations(scene, licences, people)
    await seedStatements(scene, statements, people)
    await seedHours(scene, centre.plans, organisations, people)
    await seedCertificates(scene, centre.plans, people)
    await seedCards(scene, orders, organisations, people)
    await seedPlatforms(scene, centre.plans, people)
    await seedLetters(scene, centre.plans, organisations, people)
    await seedDataRequests(scene, people)
    await scene.writeHistory()
    return true
  })
}

/** Whether this database holds the demo, so that its log-ins are worth printing. */
export async function hasDemoData(deps: Pick<Deps, 'db'>): Promise<boolean> {
  const { db } = deps
  const [names, orders] = await Promise.all([
    db.logInName.count({ where: { value: { in: ['A017', 'SHENHE', 'CAIWU', 'ADMIN'] } } }),
    db.order.count({ where: { number: 'PX26AQV7VZ' } }),
  ])
  return names === 4 && orders === 1
}

async function isEmpty(db: Readable): Promise<boolean> {
  const rows = await db.$queryRaw<{ filled: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM organisations)
        OR EXISTS (SELECT 1 FROM centre_settings) OR EXISTS (SELECT 1 FROM audit_entries) AS filled`
  return !(rows[0]?.filled ?? true)
}
