import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openDeps } from './deps.ts'
import { readEnv } from './env.ts'
import { rotateTotpKeys, totpKeys } from './features/accounts/rotate-totp-keys.ts'
import { keepDays, sealedImports } from './features/imports/sealed-imports.ts'
import { learnerKeys, rotateLearnerKeys } from './features/learners/rotate-learner-keys.ts'
import { rotateStatementKeys, statementKeys } from './features/learning-platforms/rotate-statement-keys.ts'

/**
 * `npm run rotate-keys [-- --list | --new-key]`: seals everything with the first key of FIELD_KEYS, while servers run, and
 * says which keys are no longer needed. Run it again at any time: what is done is done.
 */
const { values: options } = parseArgs({ options: { list: { type: 'boolean' }, 'new-key': { type: 'boolean' } } })
if (options['new-key']) {
  // The time makes the id: keys are told apart by it for years.
  const id = `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`
  console.log(`${id}:${randomBytes(32).toString('base64')}`)
  process.exit(0)
}

const env = readEnv()
const { keys, currentId } = env.encryptionKeys
const { deps, close } = await openDeps(env, 'rotate-keys')
try {
  await listKeys()
  if (!options.list) {
    const learners = await rotateLearnerKeys(deps, (done) =>
      console.log(`  ${done} ID numbers sealed with ${currentId}`),
    )
    const factors = await rotateTotpKeys(deps)
    const statements = await rotateStatementKeys(deps)
    console.log(
      `Sealed with ${currentId}: ${learners} ID numbers, ${factors} second factors, ${statements} learning statements.`,
    )
    await listKeys()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await close()
}

/** Each key with what it seals, and what is to be done about it. */
async function listKeys(): Promise<void> {
  const [learners, factors, statements, imports] = [
    await learnerKeys(deps),
    await totpKeys(deps),
    await statementKeys(deps),
    await sealedImports(deps),
  ]
  const used = new Set([learners.keys, factors, statements, imports, keys].flatMap((held) => [...held.keys()]))
  for (const id of used) {
    const held = [learners.keys.get(id) ?? 0, factors.get(id) ?? 0, statements.get(id) ?? 0]
    const uploads = imports.get(id) ?? 0
    const lasting = held.reduce((sum, count) => sum + count, 0)
    console.log(
      `${id}: ${held[0]} ID numbers, ${held[1]} second factors, ${held[2]} learning statements, ${uploads} uploaded workbooks. ${adviceOn(id, lasting, uploads)}`,
    )
  }
  if (learners.withoutMask > 0)
    console.log(`${learners.withoutMask} learners have no masked ID number yet; a run fills them in.`)
}

function adviceOn(id: string, lasting: number, uploads: number): string {
  if (id === currentId) return 'Seals everything new.'
  if (!keys.has(id)) return 'NOT in FIELD_KEYS: what it seals cannot be read. Put it back.'
  if (lasting > 0) return 'Still needed: run `npm run rotate-keys`.'
  if (uploads > 0) return `Keep it until the uploads are dropped, ${keepDays} days after they ended.`
  return 'No longer needed: take it out of FIELD_KEYS a day after the last server was started with the new one.'
}
