import type { Check, CheckCode, ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'

export const slipFieldIds = ['amount', 'words', 'payer', 'payee', 'reference', 'date', 'serial'] as const
export type SlipFieldId = (typeof slipFieldIds)[number]

type FileView = ReviewView['files'][number]
type ReadField = FileView['fields'][number]

/** One row of the comparison: what ties the box on the picture, the enlarged strip and the table row together. */
export interface SlipField {
  readonly id: SlipFieldId
  /** 1–7, also the key that chooses it. */
  readonly number: number
  /** What the checks say about it; `pending` when none does. */
  readonly verdict: Check['verdict']
  readonly check: Check | null
  /** What was read, as it is shown: on the picture in view, or else on the first one that has it. */
  readonly read: string | null
  /** What was typed, where it differs from what was read. */
  readonly typed: string | null
  /** Set when the picture in view shows it. */
  readonly here: ReadField | null
}

const sources: Readonly<Record<SlipFieldId, { readonly names: readonly string[]; readonly code: CheckCode }>> = {
  amount: { names: ['amountFen'], code: 'amount' },
  words: { names: ['amountInWords'], code: 'amountInWords' },
  payer: { names: ['payerName'], code: 'payerName' },
  payee: { names: ['payeeAccount', 'payeeName'], code: 'payeeAccount' },
  reference: { names: ['remark', 'orderNo'], code: 'orderNo' },
  date: { names: ['paidAt'], code: 'paidAt' },
  serial: { names: ['serialNo'], code: 'serialSeen' },
}

/** The seven rows, in their fixed order, so that a number means the same field on every voucher. */
export function slipFields(view: ReviewView, shownFileId: string | null): SlipField[] {
  return slipFieldIds.map((id, index) => {
    const { names, code } = sources[id]
    const check = view.checks.find((one) => one.code === code) ?? null
    const here = firstField(
      view.files.filter((file) => file.id === shownFileId),
      names,
    )
    const read = id === 'amount' ? readAmount(view) : ((here ?? firstField(view.files, names))?.value ?? null)
    const typed = typedValue(view, id)
    return {
      id,
      number: index + 1,
      verdict: check?.verdict ?? 'pending',
      check,
      read,
      typed: typed !== null && !sameValue(typed, read) ? typed : null,
      here,
    }
  })
}

function firstField(files: readonly FileView[], names: readonly string[]): ReadField | null {
  for (const name of names) {
    for (const file of files) {
      const field = file.fields.find((one) => one.name === name)
      if (field) return field
    }
  }
  return null
}

/** Fen as digits. Several slips add up, a slip sent twice counts once: the server has done that sum already. */
function readAmount(view: ReviewView): string | null {
  const amount = view.effective.amountFen
  if (amount?.source === 'read') return String(amount.value)
  const differs = view.checks.find((check) => check.finding === 'amountDiffersFromDeclared')
  if (differs) return differs.found
  const seen = firstField(view.files, ['amountFen'])
  return seen && amount ? String(amount.value) : (seen?.value ?? null)
}

function typedValue({ claims }: ReviewView, id: SlipFieldId): string | null {
  switch (id) {
    case 'amount':
      return claims.amountFen === null ? null : String(claims.amountFen)
    case 'payer':
      return claims.payerName || null
    case 'reference':
      return claims.remark || null
    case 'date':
      return claims.paidAt
    case 'serial':
      return claims.serialNo || null
    default:
      return null
  }
}

/** Blanks and character widths are not differences; a day without its time is the same day. */
function sameValue(typed: string, read: string | null): boolean {
  if (read === null) return false
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  const [a, b] = [plain(typed), plain(read)]
  return a === b || (/^\d{4}-\d{2}-\d{2}/.test(a) && (a.startsWith(b) || b.startsWith(a)))
}

/** The field to look at first: the one that failed, else the one in doubt, else the amount. */
export function worstField(fields: readonly SlipField[]): SlipFieldId {
  const of = (verdict: Check['verdict']) => fields.find((field) => field.verdict === verdict)
  return (of('fail') ?? of('warn'))?.id ?? 'amount'
}
