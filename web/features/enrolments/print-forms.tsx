import type { JSX } from 'solid-js'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { PdfButton } from '../shell/pdf-button.tsx'

/** 培训报名确认表 of everybody of a plan who is confirmed, a page each, in one PDF. */
export function PrintForms(props: { planId: string; wide?: boolean | undefined }): JSX.Element {
  return (
    <PdfButton wide={props.wide} href={`/api/files/plans/${props.planId}/enrolment-forms.pdf`}>
      {t('formsOfAll')}
    </PdfButton>
  )
}

/** 报名名单 of a plan: who is in review or confirmed, of the own subtree or of a unit. */
export function PrintPeople(props: {
  planId: string
  organisationId?: string | null | undefined
  wide?: boolean | undefined
}): JSX.Element {
  const ofUnit = () => (props.organisationId ? `?organisationId=${props.organisationId}` : '')
  return (
    <PdfButton wide={props.wide} href={`/api/files/plans/${props.planId}/people.pdf${ofUnit()}`}>
      {t('printPeople')}
    </PdfButton>
  )
}
