import { newId } from '../../core/ids.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'

/** Servers tell mailboxes apart without their letters' case; so a mark holds for every way of writing an address. */
const keyOf = (address: string) => address.trim().toLowerCase()

export type Bounce = {
  id: string
  address: string
  bouncedAt: Date
  detail: string
  noticeId: string | null
  clearedAt: Date | null
  clearedByName: string
}

const columns = {
  id: true,
  address: true,
  bouncedAt: true,
  detail: true,
  noticeId: true,
  clearedAt: true,
  clearedByName: true,
} as const

/** The mark of an address, if it has one that nobody has cleared. */
export async function findLiveBounce(db: Readable, address: string): Promise<Bounce | null> {
  return db.mailBounce.findFirst({ where: { address: keyOf(address), clearedAt: null }, select: columns })
}

/** Those of these addresses that bear a mark, written as they are in `addresses`. */
export async function bouncedAmong(db: Readable, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set()
  const rows = await db.mailBounce.findMany({
    where: { address: { in: addresses.map(keyOf) }, clearedAt: null },
    select: { address: true },
  })
  const marked = new Set(rows.map((row) => row.address))
  return new Set(addresses.filter((address) => marked.has(keyOf(address))))
}

/** Marks the address, or says anew what happened; whether it bore no mark before. */
export async function putBounce(
  tx: Transaction,
  bounce: { address: string; at: Date; detail: string; noticeId: string },
): Promise<{ id: string; isNew: boolean }> {
  const address = keyOf(bounce.address)
  const before = await findLiveBounce(tx, address)
  const data = {
    bouncedAt: bounce.at,
    detail: bounce.detail,
    noticeId: bounce.noticeId,
    clearedAt: null,
    clearedById: null,
    clearedByName: '',
  }
  const { id } = await tx.mailBounce.upsert({
    where: { address },
    create: { id: newId(), address, ...data },
    update: data,
    select: { id: true },
  })
  return { id, isNew: before === null }
}

/** Takes the mark away; null when there was none. */
export async function takeBounce(
  tx: Transaction,
  id: string,
  by: { accountId: string; name: string; now: Date },
): Promise<Bounce | null> {
  const [taken] = await tx.mailBounce.updateManyAndReturn({
    where: { id, clearedAt: null },
    data: { clearedAt: by.now, clearedById: by.accountId, clearedByName: by.name },
    select: columns,
  })
  return taken ?? null
}

export async function listLiveBounces(
  db: Readable,
  wanted: { search: string; limit: number },
): Promise<(Bounce & { held: number; organisationId: string | null; organisationName: string | null })[]> {
  const part = `%${wanted.search.replace(/[\\%_]/g, '\\$&')}%`
  return db.$queryRaw`
    SELECT b.id, b.address, b.bounced_at AS "bouncedAt", b.detail, b.notice_id AS "noticeId", b.cleared_at AS "clearedAt",
           b.cleared_by_name AS "clearedByName", n.organisation_id AS "organisationId", n.data->>'organisationName' AS "organisationName",
           (SELECT count(*) FROM notices held WHERE held.channel = 'email' AND held.state = 'failed'
              AND held.last_error = 'addressBounced' AND lower(held.recipient) = b.address)::int AS held
    FROM mail_bounces b LEFT JOIN notices n ON n.id = b.notice_id
    WHERE b.cleared_at IS NULL ${wanted.search ? Prisma.sql`AND b.address ILIKE ${part}` : Prisma.empty}
    ORDER BY b.bounced_at DESC, b.id DESC LIMIT ${wanted.limit}`
}

export type HeldMail = { id: string; organisationId: string | null; data: unknown; recipient: string }

/**
 * Mails that wait because their address bore a mark, and the one that came back, made since `since` and not sent for the
 * same event to another address meanwhile; oldest first, held until the transaction ends.
 */
export async function takeHeldMails(
  tx: Transaction,
  wanted: { recipient: string; organisationId?: string; since: Date },
): Promise<HeldMail[]> {
  return tx.$queryRaw<HeldMail[]>`
    SELECT n.id, n.organisation_id AS "organisationId", n.data, n.recipient FROM notices n
    WHERE n.channel = 'email' AND lower(n.recipient) = ${keyOf(wanted.recipient)} AND n.state = 'failed'
      AND (n.last_error = 'addressBounced' OR n.bounced_at IS NOT NULL) AND n.created_at >= ${wanted.since}
      ${wanted.organisationId ? within(wanted.organisationId) : Prisma.empty}
      AND NOT EXISTS (
        SELECT 1 FROM notices other
        WHERE other.event_key = n.event_key AND other.channel = 'email' AND other.id <> n.id AND other.state <> 'failed')
    ORDER BY n.id LIMIT 500 FOR UPDATE OF n`
}

/** A department without an address of its own is told through the one above it. */
function within(organisationId: string): Prisma.Sql {
  return Prisma.sql`AND n.organisation_id IN (
    SELECT own.id FROM organisations own JOIN organisations above ON own.path LIKE above.path || '%'
    WHERE above.id = ${organisationId}::uuid)`
}

/** Another address for a mail that has not left; false when the event's mail to that address is there already. */
export async function changeRecipient(tx: Transaction, id: string, recipient: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE notices n SET recipient = ${recipient}
    WHERE n.id = ${id}::uuid AND NOT EXISTS (
      SELECT 1 FROM notices other WHERE other.event_key = n.event_key AND other.channel = 'email' AND other.recipient = ${recipient})`
  return count === 1
}
