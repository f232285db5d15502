import { fen } from '../../server/core/money.ts'
import type { SlipFieldName } from '../../server/features/vouchers/slip-fields.rules.ts'
import type { Check, RejectReason } from '../../server/features/vouchers/vouchers.schema.ts'
import {
  type CheckFacts,
  type CheckValues,
  findingAdviceChinese,
  findingReviewChinese,
  findingTitlesChinese,
  rejectAdviceChinese,
  rejectReasonsChinese,
  slipFieldsChinese,
  sourcesChinese,
} from './checks.zh-CN.ts'
import { formatDateTime, formatYuan } from './format.ts'
import { defineTexts } from './texts.ts'

const english = () => import('./checks.en.ts')
const title = defineTexts(findingTitlesChinese, async () => ({ en: (await english()).findingTitlesEnglish }))
const advice = defineTexts(findingAdviceChinese, async () => ({ en: (await english()).findingAdviceEnglish }))
const review = defineTexts(findingReviewChinese, async () => ({ en: (await english()).findingReviewEnglish }))
const reason = defineTexts(rejectReasonsChinese, async () => ({ en: (await english()).rejectReasonsEnglish }))
const reasonAdvice = defineTexts(rejectAdviceChinese, async () => ({ en: (await english()).rejectAdviceEnglish }))
const field = defineTexts(slipFieldsChinese, async () => ({ en: (await english()).slipFieldsEnglish }))
const source = defineTexts(sourcesChinese, async () => ({ en: (await english()).sourcesEnglish }))

/** What a check found, in a few words: `金额比待缴少 ¥400.00`. */
export function checkTitle(check: CheckFacts): string {
  return title(check.finding, valuesOf(check))
}

/** The one thing to do about it, said to the uploader or to the reviewer; null when there is nothing to do. */
export function checkAdvice(check: CheckFacts, reader: 'uploader' | 'reviewer'): string | null {
  return (reader === 'uploader' ? advice : review)(check.finding, valuesOf(check)) || null
}

/** In the order in which reviewers choose from them. */
export const rejectReasonCodes = Object.keys(rejectReasonsChinese) as readonly RejectReason[]

export function isRejectReason(code: unknown): code is RejectReason {
  return typeof code === 'string' && Object.hasOwn(rejectReasonsChinese, code)
}

export function rejectReason(code: RejectReason): string {
  return reason(code)
}

/** What the organisation does now that a voucher was rejected for this reason. */
export function rejectAdvice(code: RejectReason): string {
  return reasonAdvice(code)
}

/** `付款人`, `转账金额`: what a field of the slip is called. */
export function slipField(name: SlipFieldName): string {
  return field(name)
}

/** A value that was compared, labelled by where it is from; `against` marks the characters that differ. */
export interface LabelledValue {
  readonly label: string
  readonly text: string
  readonly against?: string
}

/** The two values that a check compared, ready to be shown, the slip's first. Nothing where the slip shows none. */
export function checkValues(
  check: Pick<Check, 'code' | 'finding' | 'details' | 'found' | 'expected'>,
): LabelledValue[] {
  const { code, finding, found, expected } = check
  if (found === null) return []
  const both = (a: LabelledValue | null, b: LabelledValue | null) => [a, b].filter((value) => value !== null)
  const names = (from: 'organisation' | 'centre' | 'order') => {
    // Names that have nothing in common would only be marked all over.
    const near = finding !== 'payerIsOther' && finding !== 'payerIsPerson'
    const mark = near && expected !== null && !expected.includes(' ')
    return both(
      {
        label: source(finding === 'payerAdded' ? 'typed' : 'slip'),
        text: found,
        ...(mark ? { against: expected } : {}),
      },
      expected === null ? null : { label: source(from), text: expected },
    )
  }
  switch (code) {
    case 'amount':
      return finding === 'amountDiffersFromDeclared'
        ? both(money(source('slip'), found), money(source('typed'), expected))
        : both(money(source('transfer'), found), money(source('outstanding'), expected))
    case 'amountInWords':
      return both({ label: source('words'), text: found }, money(source('figures'), expected))
    case 'payeeAccount':
      return names('centre')
    case 'payerName':
      return names('organisation')
    case 'orderNo':
      return names('order')
    case 'paidAt':
      return both(
        { label: source('slip'), text: found.replace('T', ' ') },
        expected === null
          ? null
          : { label: source(finding === 'paidInFuture' ? 'today' : 'ordered'), text: formatDateTime(expected) },
      )
    case 'statementLine':
      if (finding !== 'statementLineOtherPayer') return []
      return both(
        { label: source('statement'), text: found },
        expected === null ? null : { label: source('slip'), text: expected },
      )
    case 'serialSeen':
      return [{ label: source('slip'), text: found }]
    default:
      return []
  }
}

function money(label: string, digits: string | null): LabelledValue | null {
  return digits === null ? null : { label, text: formatYuan(fen(Number(digits))) }
}

function valuesOf({ details }: CheckFacts): CheckValues {
  const { differenceFen, orderNumber, sameOrganisation, daysAgo, state } = details
  return {
    difference: typeof differenceFen === 'number' ? formatYuan(fen(differenceFen)) : '',
    orderNumber: typeof orderNumber === 'string' ? orderNumber : '',
    sameOrganisation: sameOrganisation === true,
    days: typeof daysAgo === 'number' ? daysAgo : 0,
    orderState: typeof state === 'string' ? state : '',
  }
}
