import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { announce } from '../../../server/features/notices/announce.ts'
import type { AnnouncementOf } from '../../../server/features/notices/notices.schema.ts'
import { type MailDeps, sendNoticeMail } from '../../../server/features/notices/send-notice-mail.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { createMailer, type Mailer } from '../../../server/platform/mailer.ts'
import type { MadeOrganisation } from '../../support/people.ts'
import type { TestSmtp } from '../../support/smtp.ts'
import type { World } from '../../support/world.ts'

export async function makeCentre(world: World): Promise<void> {
  await world.deps.db.centreSettings.create({
    data: {
      name: '苏州检测培训中心',
      nameEn: 'Suzhou Testing Training Centre',
      postalAddress: '苏州市姑苏区学士街 1 号',
      telephone: '0512-65001234',
      mailFrom: 'fapiao@training.example.cn',
      sellerName: '苏州检测培训中心',
      sellerTaxNumber: '91320500MA1TEST00X',
    },
  })
}

export function rejectionOf(organisation: MadeOrganisation, version = 1): AnnouncementOf<'voucherRejected'> {
  return {
    kind: 'voucherRejected',
    voucherId: newId(),
    orderId: newId(),
    orderNumber: 'PX26W3N8PX',
    organisationId: organisation.id,
    organisationName: organisation.name,
    amountFen: fen(320_000),
    reasonCode: 'unclear',
    reasonNote: '右下角被手指挡住',
    version,
  }
}

export function announceIn(world: World, announcement: Parameters<typeof announce>[2]): Promise<void> {
  return inTransaction(world.deps, (tx) => announce(world.deps, tx, announcement))
}

/** The ids in the jobs that wait in `notice.mail`, as committed. */
export async function queuedMailIds(world: World): Promise<string[]> {
  const rows = await world.deps.db.$queryRaw<{ id: string }[]>`
    SELECT data->>'noticeId' AS id FROM pgboss.job WHERE name = 'notice.mail' AND state = 'created' ORDER BY created_on`
  return rows.map((row) => row.id)
}

export function mailDeps(
  world: World,
  mailer: Mailer | null,
  afterSent: MailDeps['afterSent'] = async () => undefined,
): MailDeps {
  return { ...world.deps, mailer, afterSent }
}

/** The outbox's one mail to this address; fails when there is none. */
export async function mailTo(world: World, recipient: string) {
  return world.deps.db.notice.findFirstOrThrow({ where: { channel: 'email', recipient } })
}

export async function triesOf(world: World, noticeId: string): Promise<string[]> {
  const rows = await world.deps.db.noticeAttempt.findMany({
    where: { noticeId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => row.outcome)
}

/** A mailer to the test's server, closed with the callback that is given back. */
export function mailerTo(smtp: TestSmtp): Mailer {
  return createMailer(smtp.url)
}

export { sendNoticeMail }
