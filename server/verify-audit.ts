import { parseArgs } from 'node:util'
import { readEnv } from './env.ts'
import { verifyAudit } from './features/audit/verify-audit.ts'
import { openDatabase } from './platform/database.ts'

/**
 * `npm run verify-audit [-- --noted POSITION:HASH]`: walks the hash chain of the audit trail and says how many entries it
 * holds, its head, and the first one that does not fit. Keep the line with the head somewhere else: given back as
 * `--noted`, it shows whether everything up to there is still what it was. Exit code 1 when something is wrong.
 */

const faults = {
  changed: 'was changed after it was sealed (or its seal was)',
  deleted: 'is gone, its seal is still there',
  inserted: 'was put in between entries that were sealed before it',
  sealMissing: 'has lost its seal',
  reordered: 'was exchanged with another',
} as const

const { values } = parseArgs({ options: { noted: { type: 'string' } } })
const noted = values.noted === undefined ? null : /^(\d{1,18}):([0-9a-f]{64})$/.exec(values.noted)
if (values.noted !== undefined && !noted) {
  console.error('--noted takes what an earlier run printed as its head: POSITION:HASH')
  process.exit(2)
}

const database = openDatabase(readEnv().DATABASE_URL, 2)
try {
  const isShown = process.stderr.isTTY
  const verdict = await verifyAudit(database, {
    onProgress: (checked) => isShown && process.stderr.write(`\r${checked} …`),
  })
  if (isShown) process.stderr.write('\r')
  console.log(`entries  ${verdict.checked}`)
  console.log(`erased   ${verdict.redacted} (a name was erased from these; a later entry vouches for what is left)`)
  console.log(`head     ${verdict.head ? `${verdict.to}:${verdict.head}` : 'none'}`)
  console.log(`sealed   ${verdict.sealedAt ?? 'never'}`)
  console.log(`waiting  ${verdict.waiting}`)
  if (verdict.broken) {
    const { position, entryId, fault } = verdict.broken
    console.log(`broken   at ${position}: entry ${entryId ?? 'unknown'} ${faults[fault]}`)
    process.exitCode = 1
  }
  const [, position = '0', hash = ''] = noted ?? []
  if (noted) {
    const seal = await database.db.auditSeal.findUnique({ where: { position: BigInt(position) } })
    const isSame = seal !== null && Buffer.from(seal.hash).toString('hex') === hash
    console.log(`noted    ${isSame ? 'still stands' : seal ? 'is not what stands there now' : 'is no longer there'}`)
    if (!isSame) process.exitCode = 1
  }
  if (process.exitCode !== 1) console.log('the chain holds')
} finally {
  await database.close()
}
