import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { createAccessKey, createSecret } from './authenticate-platform.ts'
import type {
  CreatePlatformInput,
  Platform,
  PlatformVersion,
  PlatformWithSecret,
  UpdatePlatformInput,
} from './learning-platforms.schema.ts'
import { loadPlatform } from './list-platforms.ts'
import { changePlatform, findPlatform, insertPlatform } from './platforms.store.ts'

/**
 * Adds a platform. Its secret is in this answer and nowhere else: sent again, the same makes nothing new and the secret is
 * null (a new one can be had at any time). Throws `idempotencyKeyReused` when the id is another platform's.
 */
export async function createPlatform(
  deps: Deps,
  actor: AccountActor,
  input: CreatePlatformInput,
): Promise<PlatformWithSecret> {
  const { secret, secretHash } = createSecret()
  const made = await inTransaction(deps, async (tx) => {
    const row = {
      ...input,
      accessKey: createAccessKey(),
      secretHash,
      createdById: actor.accountId,
      createdAt: deps.clock.now(),
    }
    if (!(await insertPlatform(tx, row))) return false
    await writeAudit(tx, actor, {
      action: 'learningPlatform.created',
      subjectType: 'learningPlatform',
      subjectId: input.id,
      organisationId: null,
      after: { name: input.name, homePage: input.homePage, durationMeaning: input.durationMeaning },
    })
    return true
  })
  const platform = await loadPlatform(deps.db, input.id)
  if (!made && (platform.name !== input.name || platform.homePage !== input.homePage))
    throw new AppError('idempotencyKeyReused')
  return { platform, secret: made ? secret : null }
}

/** Throws `notFound`, `conflict` when somebody else has changed it meanwhile. */
export async function updatePlatform(deps: Deps, actor: AccountActor, input: UpdatePlatformInput): Promise<Platform> {
  const { id, version, ...change } = input
  await inTransaction(deps, async (tx) => {
    const before = await findPlatform(tx, id)
    if (!before) throw new AppError('notFound')
    await changePlatform(tx, { id, version }, change)
    const { name, homePage, durationMeaning, enabled } = before
    await writeAudit(tx, actor, {
      action: 'learningPlatform.changed',
      subjectType: 'learningPlatform',
      subjectId: id,
      organisationId: null,
      before: { name, homePage, durationMeaning, enabled },
      after: change,
    })
  })
  return loadPlatform(deps.db, id)
}

/** A new secret; the old one is dead from this moment, because it is asked for when the old one is in wrong hands. */
export async function renewSecret(
  deps: Deps,
  actor: AccountActor,
  { id, version }: PlatformVersion,
): Promise<PlatformWithSecret> {
  const { secret, secretHash } = createSecret()
  await inTransaction(deps, async (tx) => {
    if (!(await findPlatform(tx, id))) throw new AppError('notFound')
    await changePlatform(tx, { id, version }, { secretHash })
    await writeAudit(tx, actor, {
      action: 'learningPlatform.secretRenewed',
      subjectType: 'learningPlatform',
      subjectId: id,
      organisationId: null,
    })
  })
  return { platform: await loadPlatform(deps.db, id), secret }
}
