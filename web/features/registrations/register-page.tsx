import { useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Section, Stack } from '../../components/layout.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { t } from '../../texts/registrations.zh-CN.ts'
import { loadAhead } from '../shell/load-ahead.ts'
import { CodeEntry } from './code-entry.tsx'
import { FindRegistration } from './find-registration.tsx'
import { RegistrationChop } from './registration-chop.tsx'

/** 单位注册: the code first. Who has applied already finds their application here, on this device or on another one. */
export default function RegisterPage(): JSX.Element {
  loadAhead(() => import('./registration-page.tsx'))
  const [search] = useSearchParams<{ way?: string; code?: string; from?: string; elsewhere?: string }>()
  const mine = api.registrations.mine.use(
    () => undefined,
    () => ({ staleMs: 0 }),
  )
  const rows = () => (mine.isSuccess ? mine.data.rows : [])
  const asksProgress = () => search.way === 'progress'
  const other = () => {
    const code = search.code ? `code=${encodeURIComponent(search.code)}` : ''
    const query = asksProgress() ? code : `way=progress${code && `&${code}`}`
    return `/register${query && `?${query}`}`
  }
  return (
    <PublicShell title={asksProgress() ? t('progressTitle') : t('title')}>
      <Show when={asksProgress()} fallback={<CodeEntry typed={search.code ?? ''} from={search.from ?? null} />}>
        <FindRegistration code={search.code ?? ''} elsewhere={search.elsewhere !== undefined} />
      </Show>
      <Show when={rows().length > 0}>
        <Section title={t('mineTitle')}>
          <Card label={t('mineTitle')}>
            <For each={rows()}>
              {(row) => (
                <CardEntry
                  href={`/register/${row.id}`}
                  state={<RegistrationChop of={row} />}
                  action={t(row.state === 'draft' ? 'goOn' : row.state === 'rejected' ? 'correct' : 'look')}
                  main={row.name || t('unnamed')}
                />
              )}
            </For>
          </Card>
        </Section>
      </Show>
      <Stack gap={2}>
        <ButtonLink kind="quiet" wide href={other()}>
          {asksProgress() ? t('toRegister') : t('toProgress')}
        </ButtonLink>
        <ButtonLink kind="quiet" wide href="/log-in">
          {t('backToLogIn')}
        </ButtonLink>
      </Stack>
    </PublicShell>
  )
}
