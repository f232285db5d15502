import { inParts } from '../../platform/typesetting/typeset.ts'
import type { EnrolmentState, PaymentStatus } from '../enrolments/enrolments.schema.ts'

/** The words of printed documents, which are Chinese in either language: they are stamped and handed in. */

export const stateWords: Readonly<Record<EnrolmentState, string>> = {
  draft: '未提交',
  submitted: '待审核',
  confirmed: '已确认',
  rejected: '已驳回',
  withdrawn: '已撤回',
  revoked: '已取消',
}

export const paymentWords: Readonly<Record<PaymentStatus, string>> = {
  none: '未缴费',
  due: '待缴费',
  underWay: '缴费中',
  paid: '已缴费',
  refunded: '已退费',
}

export const modeWords = { online: '线上', offline: '线下面授' } as const

/**
 * A name that a narrow column can break: Chinese breaks anywhere, a long run of Latin letters nowhere, and would stand over
 * the next column. A break that shows only where it is needed, every four letters.
 */
export function breakable(text: string): string {
  return text.replace(/[!-~]{10,}/g, (run) => run.replace(/.{4}(?=.)/g, '$&\u200b'))
}

/** Lines of a list under the words that they share. */
export type Group = { readonly words: string; readonly rows: readonly (readonly string[])[] }

/**
 * A list as its template sets it: lines one after the other under the unit that they are of, with how many these are in
 * all, cut into parts of `most` lines. A unit that goes on in the next part is named there again.
 */
export function groupedInParts(
  lines: readonly { readonly unit: string; readonly row: readonly string[] }[],
  most: number,
): Group[][] {
  const counts = Map.groupBy(lines, (line) => line.unit)
  const begun = new Set<string>()
  return inParts(lines, most).map((part) =>
    Map.groupBy(part, (line) => line.unit)
      .entries()
      .map(([unit, members]) => {
        const words = `${breakable(unit)}（${counts.get(unit)?.length ?? 0} 人${begun.has(unit) ? '，续' : ''}）`
        begun.add(unit)
        return { words, rows: members.map((member) => member.row) }
      })
      .toArray(),
  )
}
