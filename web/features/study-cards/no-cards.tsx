import CreditCard from 'lucide-solid/icons/credit-card'
import FileUp from 'lucide-solid/icons/file-up'
import type { JSX } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Section } from '../../components/layout.tsx'
import { t } from '../../texts/cards.zh-CN.ts'

/** The two other ways of the manual to come to cards: pay online, or show that the transfer was made. */
export function OtherWays(): JSX.Element {
  return (
    <Card>
      <CardLine
        label={t('payOnline')}
        note={t('payOnlineText')}
        icon={<CreditCard size={20} />}
        href="/orders/new?kind=cards"
      />
      <CardLine label={t('uploadSlip')} note={t('uploadSlipText')} icon={<FileUp size={20} />} href="/upload" />
    </Card>
  )
}

/** Nothing to recharge from, and where to get it. */
export function NoCards(props: { title: string; children: JSX.Element }): JSX.Element {
  return (
    <>
      <EmptyState title={props.title}>{props.children}</EmptyState>
      <OtherWays />
    </>
  )
}

/** Under the batches: what to do when they are too small. */
export function MoreCards(): JSX.Element {
  return (
    <Section title={t('otherWays')}>
      <OtherWays />
    </Section>
  )
}
