import type { JSX } from 'solid-js'
import { DeskColumn } from '../../components/desk-column.tsx'
import { DeskPage } from '../../components/desk-shell.tsx'
import { t } from '../../texts/places.zh-CN.ts'
import type { OrganisationShellProps } from './organisation-shell.tsx'

/** A phone page with room around it: the same parts in one column beside the rail, and its actions at the foot. */
export default function DeskOrganisationPage(props: OrganisationShellProps): JSX.Element {
  return (
    <DeskPage title={props.title ?? t('home')} back={props.back} actions={props.actions}>
      <DeskColumn note={props.actionNote} foot={props.actionBar}>
        {props.children}
      </DeskColumn>
    </DeskPage>
  )
}
