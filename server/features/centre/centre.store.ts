import type { CalendarDay, CentreSettings, PayeeAccount } from '../../../prisma/generated/client.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { CalendarEntry, CentreSettingsInput, SavePayeeAccountInput } from './centre.schema.ts'
import type { FinanceSettings } from './finance-settings.schema.ts'

export async function findCentre(db: Readable): Promise<CentreSettings | null> {
  return db.centreSettings.findUnique({ where: { id: 1 } })
}

export async function saveCentre(tx: Transaction, settings: CentreSettingsInput): Promise<void> {
  await tx.centreSettings.upsert({ where: { id: 1 }, create: { id: 1, ...settings }, update: settings })
}

/** `unset` stands for the rest where nothing was saved yet. */
export async function saveFinance(
  tx: Transaction,
  unset: CentreSettingsInput,
  settings: FinanceSettings,
): Promise<void> {
  await tx.centreSettings.upsert({ where: { id: 1 }, create: { id: 1, ...unset, ...settings }, update: settings })
}

/** Every day that differs from Monday–Friday, or those of one year. */
export async function findCalendarDays(db: Readable, year?: number): Promise<CalendarDay[]> {
  return db.calendarDay.findMany({
    ...(year === undefined ? {} : { where: { day: inYear(year) } }),
    orderBy: { day: 'asc' },
  })
}

export async function replaceCalendarYear(
  tx: Transaction,
  year: number,
  days: readonly CalendarEntry[],
): Promise<void> {
  await tx.calendarDay.deleteMany({ where: { day: inYear(year) } })
  await tx.calendarDay.createMany({ data: days.map(({ day, kind, name }) => ({ day: new Date(day), kind, name })) })
}

function inYear(year: number): { gte: Date; lt: Date } {
  return { gte: new Date(`${year}-01-01`), lt: new Date(`${year + 1}-01-01`) }
}

/** The default first, then the oldest. */
export async function findPayeeAccounts(db: Readable, which: 'enabled' | 'all'): Promise<PayeeAccount[]> {
  return db.payeeAccount.findMany({
    ...(which === 'enabled' ? { where: { enabled: true } } : {}),
    orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }],
  })
}

/** Locks all of them: which one is the default is a question about the whole set. */
export async function lockPayeeAccounts(tx: Transaction): Promise<PayeeAccount[]> {
  await tx.$queryRaw`SELECT id FROM payee_accounts ORDER BY id FOR UPDATE`
  return findPayeeAccounts(tx, 'all')
}

export async function savePayeeAccountRow(tx: Transaction, account: SavePayeeAccountInput): Promise<void> {
  const { id, ...values } = account
  if (values.isDefault)
    await tx.payeeAccount.updateMany({ where: { isDefault: true, NOT: { id } }, data: { isDefault: false } })
  await tx.payeeAccount.upsert({ where: { id }, create: account, update: values })
}
