import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import type { Platform, Platforms } from './learning-platforms.schema.ts'
import { findPlatformRows, type PlatformRow } from './platforms.store.ts'

/** All platforms, with the address that they send to. */
export async function listPlatforms(deps: Pick<Deps, 'db' | 'settings'>): Promise<Platforms> {
  const rows = await findPlatformRows(deps.db)
  return { endpoint: `${deps.settings.linkBase}/xapi/`, rows: rows.map(toPlatform) }
}

export async function loadPlatform(db: Readable, id: string): Promise<Platform> {
  const [row] = await findPlatformRows(db, id)
  if (!row) throw new AppError('notFound')
  return toPlatform(row)
}

function toPlatform({ secretHash: _hash, createdById: _by, lastSeenAt, createdAt, ...row }: PlatformRow): Platform {
  return { ...row, lastSeenAt: lastSeenAt?.toISOString() ?? null, createdAt: createdAt.toISOString() }
}
