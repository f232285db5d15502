import { fen } from '../../../server/core/money.ts'
import type { Obstacle } from '../../../server/features/privacy/personal-data.schema.ts'
import { t } from '../../texts/data-obstacles.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'

/** What stands in the way of an erasure, as a sentence. */
export function obstacleSentence({ why, amountFen, planName, orderNumber }: Obstacle): string {
  const [plan, number] = [planName ?? '', orderNumber ?? '']
  switch (why) {
    case 'wallet':
      return t('wallet', { plan, amount: formatYuan(fen(amountFen ?? 0)) })
    case 'order':
      return t('order', { number })
    case 'refund':
      return t('refund', { number })
    case 'enrolment':
      return t('enrolment', { plan })
    case 'hours':
      return t('hours', { plan })
    case 'account':
      return t('account')
  }
}
