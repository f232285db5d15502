import { readFile } from 'node:fs/promises'
import type { AccountActor } from '../../core/actor.ts'
import { formatAmountInWords } from '../../core/amount-in-words.ts'
import { AppError } from '../../core/app-error.ts'
import { fen, formatFen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { rowsAPart, typesetParts } from '../../platform/typesetting/typeset.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { listLines, viewOperation } from '../study-cards/list-operations.ts'
import { mostInOperation, type Operation } from '../study-cards/study-cards.schema.ts'
import { breakable, groupedInParts } from './words.ts'

const template = readFile(new URL('./recharge-list.typ', import.meta.url), 'utf8')

const headings = { recharge: '学习卡充值清单', takeBack: '学习卡收回清单', open: '开通课程清单' } as const
const amountWords = { recharge: '充值金额（元）', takeBack: '收回金额（元）', open: '课程费用（元）' } as const

/**
 * The list of a recharge, take-back or opening, with everybody in it and what each got or paid. Throws `notFound`,
 * `operationNotDone`: of what is still going on, or failed, nothing counts.
 */
export async function printRechargeList(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  operationId: string,
): Promise<{ readonly pdf: Uint8Array; readonly name: string }> {
  const operation = await viewOperation(deps, actor, operationId)
  if (operation.state !== 'done') throw new AppError('operationNotDone', { state: operation.state })
  const [{ rows }, centre] = await Promise.all([
    listLines(deps, actor, { id: operationId, cursor: null, limit: mostInOperation }),
    loadCentre(deps.db),
  ])
  const heading = headings[operation.kind]
  const total = fen(operation.totalFen)
  // Unit by unit, in the order in which each was named first; whose unit is none of the reader's is not named.
  const byUnit = Map.groupBy(rows, (row) => row.organisationName ?? '其他单位').values()
  const lines = [...byUnit].flat().map((row, index) => ({
    unit: row.organisationName ?? '其他单位',
    row: [String(index + 1), breakable(row.name), row.idNumberMasked, formatFen(fen(row.amountFen))],
  }))
  const about = {
    centre: centre.name,
    title: `${heading} ${operation.plan.name}`,
    heading,
    running: `${heading}　${operation.plan.name}　${operation.organisation.name}`,
    foot: `打印于 ${shanghaiDay(deps.clock.now())}`,
    facts: factRows(operation),
    amountWords: amountWords[operation.kind],
    sumWords: `共 ${rows.length} 人，合计`,
    sum: formatFen(total),
    sumInWords: total > 0 ? `人民币${formatAmountInWords(total)}` : '零元整',
  }
  const parts = groupedInParts(lines, rowsAPart).map((groups) => ({ ...about, groups }))
  const pdf = await typesetParts(await template, parts)
  return { pdf, name: `${heading}_${operation.plan.name}_${shanghaiDay(new Date(operation.stateSince))}.pdf` }
}

function factRows({ plan, organisation, batch, people, totalFen, createdByName, ...operation }: Operation): string[][] {
  return [
    ['缴费单位', breakable(organisation.name)],
    ['培训计划', plan.name],
    ['计划编号', plan.number, ...(batch ? ['学习卡订单', batch.orderNumber] : ['人数', `${people} 人`])],
    ...(batch ? [['人数', `${people} 人`, '金额', `¥${formatFen(fen(totalFen))}`]] : []),
    ['经办', createdByName, '完成时间', minuteOf(operation.stateSince)],
    ...(operation.reason ? [['原因', operation.reason]] : []),
  ]
}

/** `2026-05-08 10:30` in Shanghai. */
function minuteOf(iso: string): string {
  const at = new Date(iso)
  return `${shanghaiDay(at)} ${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}`
}
