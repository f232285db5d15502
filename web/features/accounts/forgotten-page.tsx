import { useSearchParams } from '@solidjs/router'
import Phone from 'lucide-solid/icons/phone'
import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'

/** The way back in without a password: a call to the centre, which gives out a one-time password. */
export default function ForgottenPage(): JSX.Element {
  const centre = api.centre.get.use(() => undefined)
  const [search] = useSearchParams<{ return?: string }>()
  return (
    <PublicShell title={t('forgottenTitle')}>
      <Stack gap={5}>
        <p>{t('forgottenLead')}</p>
        <Section title={t('forgottenPrepare')}>
          <Card>
            <CardLine label={t('forgottenOrganisation')} />
            <CardLine label={t('forgottenPerson')} />
            <CardLine label={t('forgottenStaff')} />
          </Card>
        </Section>
        <Loaded query={centre} skeleton={<SkeletonCards count={1} />}>
          {(data) => (
            <Show when={data().telephone} fallback={<p>{t('noTelephone')}</p>}>
              {(telephone) => (
                <ButtonLink
                  kind="primary"
                  size="main"
                  wide
                  icon={<Phone size={24} />}
                  href={`tel:${telephone().replace(/[^\d+]/g, '')}`}
                >
                  {t('call', { telephone: telephone() })}
                </ButtonLink>
              )}
            </Show>
          )}
        </Loaded>
        <ButtonLink
          kind="quiet"
          wide
          href={`/log-in${search.return ? `?return=${encodeURIComponent(search.return)}` : ''}`}
        >
          {t('backToLogIn')}
        </ButtonLink>
      </Stack>
    </PublicShell>
  )
}
