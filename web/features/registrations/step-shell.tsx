import type { JSX } from 'solid-js'
import { Quiet, Stack } from '../../components/layout.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { ProgressLine } from '../../components/progress-card.tsx'
import { t } from '../../texts/registrations.zh-CN.ts'
import { type StepId, stepHref, stepIds } from './registration-steps.ts'

const titles = {
  contact: 'contactTitle',
  unit: 'unitTitle',
  documents: 'documentsTitle',
  overview: 'overviewTitle',
} as const

export function stepTitle(step: StepId): string {
  return t(titles[step])
}

/** One question group of the form: which one of four, and one thing to do at the thumb. */
export function StepShell(props: {
  registrationId: string
  step: StepId
  actionBar?: JSX.Element | undefined
  actionNote?: JSX.Element | undefined
  children: JSX.Element
}): JSX.Element {
  const index = () => stepIds.indexOf(props.step)
  const back = () => {
    const before = stepIds[index() - 1]
    return before ? stepHref(props.registrationId, before) : '/register'
  }
  const words = () => t('stepOf', { step: index() + 1, count: stepIds.length })
  return (
    <PhoneShell title={stepTitle(props.step)} back={back()} actionBar={props.actionBar} actionNote={props.actionNote}>
      <Stack gap={1}>
        <Quiet>{words()}</Quiet>
        <ProgressLine done={index() + 1} total={stepIds.length} label={words()} />
      </Stack>
      {props.children}
    </PhoneShell>
  )
}
