import { fen } from '../../../server/core/money.ts'
import type { OperationKind } from '../../../server/features/study-cards/study-cards.schema.ts'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import type { CardPeople } from './create-card-people.ts'
import type { CardOperation } from './create-operation.ts'

const bareWords = { recharge: 'doRechargeNobody', takeBack: 'takeBack', open: 'doOpen' } as const

/** What the button will do, with how many and how much once that is known. */
export function startWord(kind: OperationKind, operation: Pick<CardOperation, 'known'>): string {
  const now = operation.known()
  if (now === null || now.people === 0) return t(bareWords[kind])
  const sum = formatYuan(fen(now.totalFen))
  if (kind === 'open') return t('openNow', { count: now.people })
  return t(kind === 'recharge' ? 'rechargeNow' : 'takeBackNow', { count: now.people, sum })
}

/** `已勾 300 人`, or everybody whom the filter found. */
export function tickedWord(people: Pick<CardPeople, 'count' | 'everyone'>): string {
  return t(people.everyone() === null ? 'ticked' : 'everyoneTicked', { count: people.count() })
}
