import { newId } from '../../server/core/ids.ts'
import { nameKey } from '../../server/core/names.ts'
import { makePayee } from './orders.ts'
import type { World } from './world.ts'

export type MadeLine = { readonly id: string; readonly amountFen: number; readonly payeeAccountId: string }

/** A statement's line as an import leaves it, of the payee that orders of tests name. */
export async function makeLine(
  world: World,
  line: {
    amountFen?: number
    day?: string
    time?: string | null
    name?: string
    account?: string
    remark?: string
    payeeAccountId?: string
    state?: 'unmatched' | 'ignored'
    direction?: 'in' | 'out'
  } = {},
): Promise<MadeLine> {
  const payeeAccountId = line.payeeAccountId ?? (await makePayee(world))
  const [id, fileId] = [newId(), newId()]
  const amountFen = line.amountFen ?? 320_000
  const name = line.name ?? '苏州恒信检测有限公司'
  await world.deps.db.statementFile.create({
    data: {
      id: fileId,
      state: 'imported',
      originalName: '流水.xlsx',
      sizeBytes: 1,
      sha256: id.replaceAll('-', ''),
      fileKey: `statements/${fileId}`,
      payeeAccountId,
      lineCount: 1,
      newCount: 1,
      createdById: newId(),
      createdByName: '财务',
      importedAt: world.clock.now(),
    },
  })
  await world.deps.db.statementLine.create({
    data: {
      id,
      fileId,
      payeeAccountId,
      row: 2,
      identity: id,
      day: new Date(line.day ?? world.clock.now().toISOString().slice(0, 10)),
      time: line.time === undefined ? '10:00:00' : line.time,
      direction: line.direction ?? 'in',
      amountFen: BigInt(amountFen),
      counterpartyName: name,
      counterpartyNameKey: nameKey(name),
      counterpartyAccount: line.account ?? '10550000000123',
      remark: line.remark ?? '培训费',
      category: line.direction === 'out' ? 'out' : 'payment',
      state: line.state ?? 'unmatched',
      ignoredReason: line.state === 'ignored' ? '测试' : null,
      createdAt: world.clock.now(),
    },
  })
  return { id, amountFen, payeeAccountId }
}

/** A suggestion as the matching job writes it: these lines, wholly, for one order. */
export async function makeSuggestion(
  world: World,
  lines: readonly MadeLine[],
  order: { readonly id: string },
  options: {
    automatic?: boolean
    target?: { kind: 'payment'; paymentId: string } | { kind: 'voucher'; voucherId: string }
    amountFen?: number
    restToCreditFen?: number
  } = {},
): Promise<{ id: string; key: string }> {
  const [id, key] = [newId(), `key-${newId()}`]
  const restToCreditFen = options.restToCreditFen ?? 0
  const content = {
    key,
    lineIds: lines.map((line) => line.id),
    parts: lines.map((line) => ({
      lineId: line.id,
      target: { kind: 'order', ...options.target, orderId: order.id },
      amountFen: options.amountFen ?? line.amountFen,
    })),
    restToCreditFen,
    creditOrderId: restToCreditFen > 0 ? order.id : null,
    score: 990,
    reasons: [{ slot: 'reference', code: 'numberExact', found: 'PX', expected: 'PX', weight: 950, orderId: order.id }],
    strength: 'certain',
    automatic: options.automatic ?? false,
    double: false,
    runnerUp: null,
  }
  await world.deps.db.matchSuggestion.create({
    data: {
      id,
      key,
      strength: 'certain',
      score: 990,
      automatic: options.automatic ?? false,
      orderIds: [order.id],
      content,
    },
  })
  await world.deps.db.statementLine.updateMany({
    where: { id: { in: lines.map((line) => line.id) } },
    data: { suggestionId: id, state: 'suggested' },
  })
  return { id, key }
}
