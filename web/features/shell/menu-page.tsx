import { For, type JSX } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { Section } from '../../components/layout.tsx'
import { t } from '../../texts/menu.zh-CN.ts'
import { type MenuPart, organisationMenu } from './organisation-menu.ts'
import { OrganisationShell } from './organisation-shell.tsx'

const parts: readonly MenuPart[] = Object.values(organisationMenu)

/** 全部功能: every menu of the manuals by its name, for a phone, which has room for four places only. */
export default function MenuPage(): JSX.Element {
  return (
    <OrganisationShell title={t('title')} back="/home" places>
      <Card>
        <CardLine label={t('enrolments')} href="/enrolments" />
      </Card>
      <For each={parts}>
        {(part) => (
          <Section title={t(part.label)}>
            <Card>
              <For each={part.places}>{(place) => <CardLine label={t(place.label)} href={place.href} />}</For>
            </Card>
          </Section>
        )}
      </For>
    </OrganisationShell>
  )
}
