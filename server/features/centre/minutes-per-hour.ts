import type { Readable } from '../../platform/database.ts'
import { findCentre } from './centre.store.ts'

/** How many minutes of learning are one hour 学时: 45, a lesson's length, where nobody has set it otherwise. */
export async function loadMinutesPerHour(db: Readable): Promise<number> {
  return (await findCentre(db))?.minutesPerHour ?? 45
}
