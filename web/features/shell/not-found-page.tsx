import type { JSX } from 'solid-js'
import { ButtonLink } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { t } from '../../texts/shared.zh-CN.ts'

export default function NotFoundPage(): JSX.Element {
  return (
    <PublicShell>
      <EmptyState title={t('notFoundTitle')} action={<ButtonLink href="/">{t('goHome')}</ButtonLink>}>
        {t('notFoundText')}
      </EmptyState>
    </PublicShell>
  )
}
