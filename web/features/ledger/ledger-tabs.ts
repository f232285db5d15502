import { t } from '../../texts/ledger.zh-CN.ts'

export const ledgerTabs = ['all', 'money', 'cards', 'proofs'] as const
export type LedgerTab = (typeof ledgerTabs)[number]

/** The tabs of both halves of the page; the proofs are finance's. `count`: what the last proof found. */
export function ledgerTabsOf(current: LedgerTab, isFinance: boolean, count: number) {
  return {
    name: 'tab' as const,
    label: t('views'),
    current,
    choices: ledgerTabs
      .filter((value) => value !== 'proofs' || isFinance)
      .map((value) => ({ value, label: t(value), count: value === 'proofs' && count > 0 ? count : undefined })),
  }
}
