import type { Deps } from '../../deps.ts'
import { inTransaction, type Readable, type Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { type DroppedInvoice, invoiceKey, type MatchFacts, matchInvoices } from './inbox.rules.ts'
import type { Finding } from './inbox.schema.ts'
import {
  changeDroppedState,
  type FindingToWrite,
  holdInbox,
  listNumbersOut,
  listOpenRequests,
  listReadFiles,
  writeFindings,
} from './inbox.store.ts'
import { type DroppedGroup, groupFiles } from './inbox-files.ts'

/** More lies in nobody's inbox; the rest is matched when these have found their place. */
const mostFiles = 6_000

/**
 * Finds for every invoice in the inbox its request, or the nearest one with what speaks against it. Invoices that were
 * recorded meanwhile, and second downloads of the same one, are put aside as known. Runs alone, however many workers
 * there are, and writes nothing where nothing changed.
 */
export async function matchInbox(deps: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await inTransaction(deps, async (tx) => {
    await holdInbox(tx)
    const groups = groupFiles(await listReadFiles(tx, mostFiles))
    if (groups.length === 0) return
    const fresh = await putKnownAside(deps, tx, groups)
    const judged = matchInvoices(fresh, await loadMatchFacts(deps, tx, fresh))
    const findings = fresh.flatMap((group): FindingToWrite[] => {
      const result = judged.get(group.key)
      if (!result) return []
      const { finding, standing } = result
      const requestId = standing === 'ready' || standing === 'check' ? (finding.request?.id ?? null) : null
      const redRequestId = null
      return group.files.map(({ id }) => ({ id, requestId, redRequestId, standing, finding }))
    })
    await writeFindings(tx, findings)
  })
}

/** What the given invoices are held against. */
export async function loadMatchFacts(
  deps: Pick<Deps, 'clock'>,
  db: Readable,
  invoices: readonly Pick<DroppedInvoice, 'reading' | 'byHand'>[],
): Promise<MatchFacts> {
  const readings = invoices.map(({ reading }) => reading)
  const all = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((value) => value !== null))]
  const red = all(readings.map(({ colour, redReference }) => (colour === 'red' ? redReference : null)))
  const [requests, targets, centre] = await Promise.all([
    listOpenRequests(db, {
      taxNumbers: all(readings.map(({ buyerTaxNumber }) => buyerTaxNumber)),
      titles: all(readings.map(({ buyerName }) => buyerName)),
      amountsFen: all(readings.map(({ amountFen }) => amountFen)),
      orderNumbers: all(readings.flatMap(({ remark }) => orderNumbersIn(remark))),
      ids: all(invoices.map(({ byHand }) => byHand)),
    }),
    listNumbersOut(db, red),
    loadCentre(db),
  ])
  return {
    requests,
    blues: new Map(
      targets
        .filter(({ colour }) => colour === 'blue')
        .map((target) => [invoiceKey(target.code, target.number), target]),
    ),
    sellerTaxNumber: centre.sellerTaxNumber,
    now: deps.clock.now(),
  }
}

/** `PX` and eight characters of the alphabet of order numbers, as far as a remark holds any. */
function orderNumbersIn(remark: string | null): string[] {
  const text = (remark ?? '').normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  return text.match(/PX\d{2}[2-9A-HJKMNP-Z]{6}/g)?.slice(0, 5) ?? []
}

async function putKnownAside(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  groups: readonly DroppedGroup[],
): Promise<DroppedGroup[]> {
  const out = await listNumbersOut(tx, groups)
  const outOf = new Map(out.map((one) => [invoiceKey(one.code, one.number), one]))
  const at = deps.clock.now()
  const fresh: DroppedGroup[] = []
  for (const group of groups) {
    const known = outOf.get(group.key)
    for (const { file, of } of group.repeats)
      await changeDroppedState(tx, {
        id: file.id,
        from: 'read',
        to: 'known',
        at,
        data: { sameAsId: of.id, standing: null },
      })
    if (!known) {
      fresh.push(group)
      continue
    }
    const { request } = known
    const finding: Finding = { reason: 'alreadyIssued', fitting: 1, request, blue: null, checks: [] }
    const data = { requestId: request.id, standing: null, finding }
    for (const { id } of group.files) await changeDroppedState(tx, { id, from: 'read', to: 'known', at, data })
  }
  return fresh
}
