import { benchApi } from './api.ts'
import { benchCertificates } from './certificates.ts'
import { benchCompress } from './compress-job.ts'
import { benchDocuments } from './documents.ts'
import { benchEnrol } from './enrol.ts'
import { benchHome } from './home.ts'
import { benchImport } from './import.ts'
import { benchInvoices } from './invoices.ts'
import { benchLearners } from './learners.ts'
import { benchLedger } from './ledger.ts'
import { benchMail } from './mail.ts'
import { benchMatching } from './matching.ts'
import type { Measure } from './measure.ts'
import { benchPayments } from './payments.ts'
import { benchQueue } from './queue.ts'
import { benchRead } from './read.ts'
import { benchReports } from './reports.ts'
import { benchStatements } from './statements.ts'
import { benchTree } from './tree.ts'

/**
 * `npm run bench [-- NAME…] [--json]`: each measure beside its limit, both taken in the same run, so that a slow or busy
 * machine is slow for both. A table for people, with --json one line each.
 */
const benches: Record<string, () => Promise<Measure[]>> = {
  compress: benchCompress,
  read: benchRead,
  queue: benchQueue,
  api: benchApi,
  import: benchImport,
  tree: benchTree,
  learners: benchLearners,
  enrol: benchEnrol,
  payments: benchPayments,
  mail: benchMail,
  invoices: benchInvoices,
  documents: benchDocuments,
  certificates: benchCertificates,
  matching: benchMatching,
  statements: benchStatements,
  ledger: benchLedger,
  home: benchHome,
  reports: benchReports,
}

const args = process.argv.slice(2)
const json = args.includes('--json')
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}

for (const name of names.length > 0 ? names : Object.keys(benches)) {
  const measures = (await benches[name]?.()) ?? []
  for (const measure of measures) console.log(json ? JSON.stringify(measure) : row(measure))
}

function row({ name, ours, limit, unit, ratio, better, note }: Measure): string {
  const met = better === 'higher' ? ours >= limit : ours <= limit
  const figure = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)).padStart(9)
  return `${name.padEnd(34)} ${figure(ours)}  limit ${figure(limit)}  ratio ${ratio.toFixed(2).padStart(6)}  ${met ? 'met    ' : 'NOT MET'} ${unit}${note ? `  (${note})` : ''}`
}
