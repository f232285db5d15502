import { type JSX, Show } from 'solid-js'
import { StateMark } from '../../components/chop.tsx'
import { t } from '../../texts/desk-organisations.zh-CN.ts'

/** Whether it may act. */
export function OrganisationState(props: { row: { readonly enabled: boolean } }): JSX.Element {
  return (
    <Show when={props.row.enabled} fallback={<StateMark tone="neutral">{t('disabled')}</StateMark>}>
      <StateMark tone="settled">{t('enabled')}</StateMark>
    </Show>
  )
}
