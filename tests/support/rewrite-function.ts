import type { World } from './world.ts'

/** Puts another function of the same name in the place of one of the database's: for positive controls, in worlds of their own. */
export async function rewriteFunction(world: World, name: string, rewrite: (sql: string) => string): Promise<void> {
  const found = await world.deps.db.$queryRaw<{ sql: string }[]>`
    SELECT pg_get_functiondef(${name}::regproc) AS sql`
  const [before = { sql: '' }] = found
  const sql = rewrite(before.sql)
  if (sql !== before.sql) await world.deps.db.$executeRawUnsafe(sql)
}
