import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { setTheme, theme } from '../../appearance.ts'
import { Card } from '../../components/card.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Section } from '../../components/layout.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { t } from '../../texts/me.zh-CN.ts'
import { language, setLanguage } from '../../texts/texts.ts'

/** Language and theme. The language is also the account's: mail comes in it. */
export function DeviceSettings(): JSX.Element {
  const keep = api.accounts.setLocale.use({ stale: [] })
  return (
    <Section title={t('thisDevice')}>
      <Card padded label={t('thisDevice')}>
        <FieldGroup>
          <Field label={t('language')}>
            <Segmented
              value={language()}
              onChange={(chosen) => {
                void setLanguage(chosen)
                keep.mutate({ locale: chosen })
              }}
              choices={[
                { value: 'zh-CN', label: t('chinese') },
                { value: 'en', label: t('english') },
              ]}
            />
          </Field>
          <Field label={t('theme')}>
            <Segmented
              value={theme()}
              onChange={setTheme}
              choices={[
                { value: 'auto', label: t('themeAuto') },
                { value: 'light', label: t('themeLight') },
                { value: 'dark', label: t('themeDark') },
              ]}
            />
          </Field>
        </FieldGroup>
      </Card>
    </Section>
  )
}
