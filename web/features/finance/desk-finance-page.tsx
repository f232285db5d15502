import { useSearchParams } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import { DeskPage } from '../../components/desk-shell.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { t } from '../../texts/finance.zh-CN.ts'
import { FinanceMonths } from './desk-finance-months.tsx'
import { FinanceNumbers } from './desk-finance-numbers.tsx'

const tabs = ['numbers', 'months'] as const

/** 财务统计: money by day, what is owed, how much is matched and how fast; 月结. */
export default function DeskFinancePage(): JSX.Element {
  const [address] = useSearchParams<{ tab?: string }>()
  const tab = () => tabs.find((one) => one === address.tab) ?? 'numbers'
  return (
    <DeskPage
      title={t('title')}
      scrolls
      tabs={
        <LinkTabs
          label={t('title')}
          tabs={tabs.map((one) => ({
            label: t(one),
            href: one === 'numbers' ? '/desk/finance' : `/desk/finance?tab=${one}`,
            current: tab() === one,
          }))}
        />
      }
    >
      <Switch fallback={<FinanceNumbers />}>
        <Match when={tab() === 'months'}>
          <FinanceMonths />
        </Match>
      </Switch>
    </DeskPage>
  )
}
