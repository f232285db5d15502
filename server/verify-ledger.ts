import { readEnv } from './env.ts'
import { proveLedger } from './features/ledger/prove-ledger.ts'
import { systemClock } from './platform/clock.ts'
import { openDatabase } from './platform/database.ts'

/**
 * `npm run --silent verify-ledger`: proves the books as they are now, keeps the proof and says what it found, a line for
 * each problem: code, thing, what it is known by, what was expected and what was found (fen; hundredths of an hour for
 * hours). Exit code 1 when something is wrong. Works on DATABASE_URL, or beside a running `npm start`.
 */
const database = openDatabase(readEnv().DATABASE_URL, 2)
try {
  const startedMs = performance.now()
  const verdict = await proveLedger({ db: database.db, clock: systemClock })
  console.log(`accounts   ${verdict.accounts}`)
  console.log(`transfers  ${verdict.transfers}`)
  console.log(`took       ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
  for (const { code, id, label, expected, found } of verdict.problems) {
    console.log(`problem    ${code} ${id} ${label || '-'} expected ${expected || '-'} found ${found || '-'}`)
  }
  const left = verdict.problemCount - verdict.problems.length
  if (left > 0) console.log(`and ${left} more`)
  if (verdict.problemCount > 0) process.exitCode = 1
  else console.log('the books hold')
} finally {
  await database.close()
}
