import { systemActor } from '../../core/actor.ts'
import { candidateDistance } from '../../core/perceptual-hash.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadPayeeAccounts } from '../centre/centre-facts.ts'
import { loadOrder } from '../orders/load-order.ts'
import { loadPayerFacts } from '../organisations/organisation-names.ts'
import { loadShownMoney } from './shown-money.ts'
import { type CheckFacts, runChecks, type SeenBefore } from './voucher-checks.rules.ts'
import { replaceChecks } from './voucher-checks.store.ts'
import {
  findCandidatePictures,
  findFiles,
  findSameFile,
  findSameSerial,
  type SeenRow,
  type VoucherFileRecord,
} from './voucher-files.store.ts'
import { effectiveOf, readAmount } from './vouchers.rules.ts'
import type { Effective } from './vouchers.schema.ts'
import { findVoucher } from './vouchers.store.ts'

const actor = systemActor('order.check-amount')

/** Lays two pictures over each other (worker/photo); passed in, because only the worker may use sharp. */
export type ComparePictures = (first: ComparedPicture, second: ComparedPicture) => Promise<{ readonly same: boolean }>

/** `slipHeight` in pixels leaves out what stands under the slip; null: the picture is the slip. */
export type ComparedPicture = { readonly bytes: Uint8Array; readonly slipHeight: number | null }

/** Receipts of one bank have near hashes; comparing places takes 0.2 s each, so only the nearest few are looked at. */
const mostCandidates = 8

type CheckDeps = Pick<Deps, 'db' | 'clock' | 'files'> & { comparePictures: ComparePictures }

/**
 * Runs every check on a voucher as it is now and writes the verdicts. If the voucher changes meanwhile nothing is
 * written: that change has queued a run of its own.
 */
export async function checkVoucher(deps: CheckDeps, input: { voucherId: string }): Promise<void> {
  const voucher = await findVoucher(deps.db, input.voucherId)
  if (!voucher || voucher.state === 'approved') return
  const files = await findFiles(deps.db, voucher.id)
  const readings = files.map((file) => ({ fileId: file.id, reading: file.reading }))
  const effective = effectiveOf(voucher.claims, readings)
  const [order, payees, payer, seen] = await Promise.all([
    loadOrder(deps, actor, voucher.orderId),
    loadPayeeAccounts(deps.db),
    loadPayerFacts(deps.db, voucher.organisationId),
    loadSeen(deps, voucher.id, voucher.organisationId, files, effective),
  ])
  const claimed = {
    id: voucher.id,
    amountFen: effective.amountFen?.value ?? null,
    paidOn: effective.paidAt?.value.slice(0, 10) ?? null,
  }
  const shown = await loadShownMoney(deps.db, [
    { ...claimed, order: { createdAt: order.createdAt, payeeId: order.payee.id } },
  ])
  const now = deps.clock.now()
  const checks = runChecks({
    effective,
    declaredFen: voucher.claims.amountFen,
    readAmount: readAmount(readings),
    readPayers: readings.flatMap(({ reading }) => reading?.fields.payerName?.value ?? []),
    order,
    payees,
    payer: {
      name: voucher.organisationName,
      aliases: payer?.aliases ?? [],
      related: payer?.parents.map((parent) => parent.name) ?? [],
    },
    seen,
    statement: shown.get(voucher.id) ?? null,
    now,
  })
  await inTransaction(deps, (tx) => replaceChecks(tx, voucher.id, voucher.version, checks, now))
}

async function loadSeen(
  deps: CheckDeps,
  voucherId: string,
  organisationId: string,
  files: readonly VoucherFileRecord[],
  effective: Effective,
): Promise<CheckFacts['seen']> {
  const { serialNo, amountFen, paidAt } = effective
  const [file, picture, serial] = await Promise.all([
    findSameFile(
      deps.db,
      voucherId,
      files.map((one) => one.sha256),
    ),
    findSamePicture(deps, voucherId, files),
    serialNo && amountFen && paidAt
      ? findSameSerial(deps.db, voucherId, {
          serialNo: serialNo.value,
          amountFen: amountFen.value,
          day: paidAt.value.slice(0, 10),
        })
      : null,
  ])
  const seenBefore = (row: SeenRow | null): SeenBefore | null =>
    row && {
      voucherId: row.voucherId,
      orderNumber: row.orderNumber,
      sameOrganisation: row.organisationId === organisationId,
    }
  return {
    file: seenBefore(file),
    picture: seenBefore(picture.seen),
    comparedPictures: picture.compared,
    serial: seenBefore(serial),
  }
}

/** A near hash makes a candidate; whether it is the same picture is seen by laying one over the other. */
async function findSamePicture(
  deps: CheckDeps,
  voucherId: string,
  files: readonly VoucherFileRecord[],
): Promise<{ seen: SeenRow | null; compared: number }> {
  let compared = 0
  for (const file of files) {
    if (!file.perceptualHash || !file.pictureKey) continue
    const found = await findCandidatePictures(
      deps.db,
      voucherId,
      file.perceptualHash,
      candidateDistance,
      mostCandidates,
    )
    compared = Math.max(compared, found.compared)
    if (found.candidates.length === 0) continue
    // A line written under a slip does not make it another slip.
    const slipOf = async (key: string, slipHeight: number | null) => ({ bytes: await deps.files.get(key), slipHeight })
    const own = await slipOf(file.pictureKey, file.slipHeight)
    for (const candidate of found.candidates) {
      const { same } = await deps.comparePictures(own, await slipOf(candidate.pictureKey, candidate.slipHeight))
      if (same) return { seen: candidate, compared }
    }
  }
  return { seen: null, compared }
}
