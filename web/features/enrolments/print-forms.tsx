import Printer from 'lucide-solid/icons/printer'
import type { JSX } from 'solid-js'
import { ButtonLink } from '../../components/button.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'

/** 培训报名确认表 of everybody of a plan who is confirmed, a page each, in one PDF. */
export function PrintForms(props: { planId: string; wide?: boolean | undefined }): JSX.Element {
  return (
    <ButtonLink
      wide={props.wide}
      icon={<Printer size={props.wide ? 20 : 16} />}
      href={`/api/files/plans/${props.planId}/enrolment-forms.pdf`}
      download=""
    >
      {t('formsOfAll')}
    </ButtonLink>
  )
}
