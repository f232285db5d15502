import type { StaffRole } from '../../../server/core/roles.ts'
import type { AccountPage } from '../../../server/features/accounts/accounts.schema.ts'
import { t } from '../../texts/desk-accounts.zh-CN.ts'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { formatList } from '../../texts/format.ts'

export const roleWords = {
  reviewer: 'roleReviewer',
  finance: 'roleFinance',
  systemAdmin: 'roleSystemAdmin',
} as const satisfies Record<StaffRole, string>

export type AccountRow = AccountPage['rows'][number]

/** 审核、财务: what somebody is here, in words. */
export function rolesText(row: AccountRow): string {
  const words = [
    ...row.staffRoles.map((role) => desk(role)),
    ...(row.organisations.length > 0 ? [t('roleOrganisation')] : []),
    ...(row.isLearner ? [t('roleLearner')] : []),
  ]
  return formatList(words)
}
