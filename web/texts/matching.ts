import { fen } from '../../server/core/money.ts'
import type { Reason, Tie } from '../../server/features/reconciliation/matching.schema.ts'
import { formatYuan } from './format.ts'
import { type MatchValues, matchReasonsChinese, zh } from './matching.zh-CN.ts'
import { defineTexts } from './texts.ts'

const english = () => import('./matching.en.ts')
const sentence = defineTexts(matchReasonsChinese, async () => ({ en: (await english()).matchReasonsEnglish }))
const t = defineTexts(zh, english)

/** Why a line and an order belong together, or what speaks against it: one sentence. */
export function matchReason(reason: Pick<Reason, 'slot' | 'code' | 'found' | 'expected'>): string {
  return sentence(reason.code, valuesOf(reason))
}

/** Why nothing is suggested for a line that could pay several orders, or for several lines that could pay one. */
export function tieSentence({ between }: Pick<Tie, 'between'>): string {
  return t(between === 'lines' ? 'tieLines' : 'tieTargets')
}

const dayMs = 86_400_000

function valuesOf({ slot, found, expected }: Pick<Reason, 'slot' | 'found' | 'expected'>): MatchValues {
  const plain = { found: found ?? '', expected: expected ?? '', days: 0, difference: '', characters: '' }
  switch (slot) {
    case 'amount': {
      const [left, right] = [Number(plain.found), Number(plain.expected)]
      return {
        ...plain,
        found: formatYuan(fen(left)),
        expected: formatYuan(fen(right)),
        difference: formatYuan(fen(Math.abs(left - right))),
      }
    }
    case 'date': {
      const days = (Date.parse(plain.found) - Date.parse(plain.expected)) / dayMs
      return { ...plain, days: Number.isFinite(days) ? Math.round(days) : 0 }
    }
    case 'reference':
      return { ...plain, characters: differingCharacters(plain.found, plain.expected) }
    default:
      return plain
  }
}

/** `O/Q`, for two numbers of one length that differ in one or two places; empty for any other. */
function differingCharacters(found: string, expected: string): string {
  const written = found.normalize('NFKC').replace(/[\s\-_.·]/g, '')
  if (written.length !== expected.length) return ''
  const pairs = [...expected].flatMap((right, i) => {
    const left = written[i] ?? ''
    return left.toUpperCase() === right ? [] : [`${left}/${right}`]
  })
  return pairs.length <= 2 ? [...new Set(pairs)].join('、') : ''
}
