import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Where `npm start` leaves the address of its own PostgreSQL while it runs, in DATA_DIR. */
export const databaseAddressFile = 'database-address'

/** The address of the database that `npm start` runs on this data folder; undefined when it does not run. */
export function ownDatabaseAddress(dataDir: string): string | undefined {
  try {
    return readFileSync(path.join(dataDir, databaseAddressFile), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
