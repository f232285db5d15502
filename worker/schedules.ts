import type { PgBoss } from 'pg-boss'
import type { QueueName } from '../server/platform/all-queues.ts'

/** What runs by the clock. pg-boss keeps one clock for the whole cluster, so N workers run each of these once. */
const schedules: readonly { queue: QueueName; cron: string }[] = [
  { queue: 'orders.expire', cron: '* * * * *' },
  { queue: 'orders.remind', cron: '*/10 * * * *' },
  { queue: 'payments.sweep', cron: '* * * * *' },
  { queue: 'refunds.query', cron: '* * * * *' },
  { queue: 'reconciliation.match', cron: '*/15 * * * *' },
  { queue: 'invoices.sweep', cron: '* * * * *' },
  { queue: 'invoices.compare', cron: '17 * * * *' },
  { queue: 'invoices.inbox', cron: '*/10 * * * *' },
  { queue: 'cards.sweep', cron: '* * * * *' },
  { queue: 'imports.sweep', cron: '* * * * *' },
  { queue: 'hours.sweep', cron: '* * * * *' },
  { queue: 'certificates.sweep', cron: '*/5 * * * *' },
  { queue: 'learning.take-up', cron: '*/5 * * * *' },
  { queue: 'audit.seal', cron: '* * * * *' },
  { queue: 'ledger.prove', cron: '*/10 * * * *' },
  { queue: 'registrations.remind', cron: '*/10 * * * *' },
  { queue: 'enrolments.remind', cron: '*/10 * * * *' },
  { queue: 'enrolments.closing', cron: '5 8-20 * * *' },
  { queue: 'registrations.forget', cron: '30 3 * * *' },
  { queue: 'imports.tidy', cron: '40 3 * * *' },
  { queue: 'privacy.retain', cron: '50 3 * * *' },
  { queue: 'cards.end', cron: '10 1 * * *' },
]

export async function startSchedules(boss: PgBoss): Promise<void> {
  for (const { queue, cron } of schedules) await boss.schedule(queue, cron, {}, { tz: 'Asia/Shanghai' })
  // Books that nobody has proven yet are proven now, not some minutes later.
  await boss.send('ledger.prove', {})
}
