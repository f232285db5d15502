import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { Section } from '../../components/layout.tsx'
import { t } from '../../texts/me.zh-CN.ts'
import { language } from '../../texts/texts.ts'

/** Whom to call. Nothing while it is not known: it is no reason to hold up a page. */
export function CentreLine(): JSX.Element {
  const centre = api.centre.get.use(
    () => undefined,
    () => ({ staleMs: 3_600_000 }),
  )
  const known = () => (centre.isSuccess ? centre.data : undefined)
  return (
    <Show when={known()}>
      {(data) => (
        <Section title={t('centre')}>
          <Card>
            <CardLine
              label={language() === 'en' ? data().nameEn || data().name : data().name}
              note={data().telephone ? t('call', { telephone: data().telephone }) : undefined}
              href={data().telephone ? `tel:${data().telephone.replace(/[^\d+]/g, '')}` : undefined}
            />
          </Card>
        </Section>
      )}
    </Show>
  )
}
