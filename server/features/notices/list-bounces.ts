import type { z } from 'zod'
import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { listLiveBounces } from './bounces.store.ts'
import { type BounceRow, type listBouncesInput, mostBounces } from './mail-bounces.schema.ts'

/** The addresses that bear a mark, the latest first, with how many mails wait for each. */
export async function listBounces(
  deps: Pick<Deps, 'db'>,
  _finance: Actor,
  input: z.output<typeof listBouncesInput>,
): Promise<{ rows: BounceRow[] }> {
  const rows = await listLiveBounces(deps.db, { search: input.search, limit: mostBounces })
  return {
    rows: rows.map(({ id, address, bouncedAt, detail, noticeId, held, organisationId, organisationName }) => ({
      id,
      address,
      bouncedAt: bouncedAt.toISOString(),
      detail,
      noticeId,
      held,
      organisationId,
      organisationName: organisationName ?? '',
    })),
  }
}
