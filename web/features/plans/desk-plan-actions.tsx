import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { missingToPublish } from '../../../server/features/plans/plans.rules.ts'
import type { DeskPlan } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-plans.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { missingWords } from './desk-plan-states.ts'

type Step = 'publish' | 'end' | 'remove'

/** What can be done with a plan, a key each; what cannot be taken back is asked once more. */
export function PlanActions(props: {
  plan: DeskPlan
  onEdit: () => void
  onClose: () => void
  onOpen: (id: string) => void
}): JSX.Element {
  const [asking, setAsking] = createSignal<Step | null>(null)
  const said = (text: string) => () => {
    showToast({ text })
    setAsking(null)
  }
  const publish = api.plans.publish.use({ onSuccess: said(t('donePublish')) })
  const end = api.plans.close.use({ onSuccess: said(t('doneEnd')) })
  const remove = api.plans.remove.use({
    onSuccess: () => {
      showToast({ text: t('doneRemove') })
      props.onClose()
    },
  })
  const copy = api.plans.copy.use({
    onSuccess: (plan) => {
      showToast({ text: t('doneCopy', { name: plan.name }) })
      props.onOpen(plan.id)
    },
  })
  const steps = { publish, end, remove }
  const error = () => {
    const step = asking()
    return step === null ? copy.error : steps[step].error
  }
  const busy = () => publish.isPending || end.isPending || remove.isPending || copy.isPending
  createEffect(
    on(
      () => props.plan.id,
      () => setAsking(null),
      { defer: true },
    ),
  )
  const missing = () => missingToPublish(props.plan, new Date())
  const canGo = () => asking() !== 'publish' || missing().length === 0
  const go = () => {
    const step = asking()
    if (step === null || !canGo() || busy()) return
    steps[step].mutate({ id: props.plan.id, version: props.plan.version })
  }
  const copyNow = () => {
    if (!busy()) copy.mutate({ id: newId(), fromId: props.plan.id })
  }
  const isDraft = () => props.plan.state === 'draft'
  const isOpen = () => props.plan.state !== 'closed'
  createKeys(() =>
    asking() === null
      ? [
          { key: 'E', label: t('edit'), run: props.onEdit, when: isOpen },
          { key: 'P', label: t('publish'), run: () => setAsking('publish'), when: isDraft },
          { key: 'C', label: t('copy'), run: copyNow },
        ]
      : [
          { key: 'Enter', label: t(confirmWords[asking() ?? 'publish']), run: go, when: canGo },
          { key: 'Esc', label: shared('keyClose'), run: () => setAsking(null) },
        ],
  )
  const question = () => {
    const step = asking()
    if (step === null) return null
    if (step === 'publish' && missing().length > 0) {
      return t('publishMissing', { fields: formatList(missingWords(missing())) })
    }
    return t(questions[step])
  }
  return (
    <VerdictBar
      before={
        question() !== null || error() ? (
          <>
            <Show when={question()}>{(text) => <Note tone="waiting">{text()}</Note>}</Show>
            <ErrorNote error={error()} />
          </>
        ) : undefined
      }
    >
      <Show
        when={asking()}
        fallback={
          <>
            <Show when={isDraft()}>
              <Button kind="primary" size="verdict" keyHint="P" onClick={() => setAsking('publish')}>
                {t('publish')}
              </Button>
            </Show>
            <Show when={isOpen()}>
              <Button size="verdict" keyHint="E" onClick={() => props.onEdit()}>
                {t('edit')}
              </Button>
            </Show>
            <Button size="verdict" keyHint="C" busy={copy.isPending} onClick={copyNow}>
              {t('copy')}
            </Button>
            <Show when={props.plan.state === 'published'}>
              <Button kind="danger" size="verdict" onClick={() => setAsking('end')}>
                {t('end')}
              </Button>
            </Show>
            <Show when={isDraft() && !props.plan.relied && props.plan.counts.drafts === 0}>
              <Button kind="danger" size="verdict" onClick={() => setAsking('remove')}>
                {t('remove')}
              </Button>
            </Show>
          </>
        }
      >
        {(step) => (
          <>
            <Show when={canGo()}>
              <Button
                kind={step() === 'publish' ? 'primary' : 'danger'}
                size="verdict"
                keyHint="Enter"
                busy={busy()}
                onClick={go}
              >
                {busy() ? t('working') : t(confirmWords[step()])}
              </Button>
            </Show>
            <Button size="verdict" keyHint="Esc" onClick={() => setAsking(null)}>
              {shared('back')}
            </Button>
          </>
        )}
      </Show>
    </VerdictBar>
  )
}

const questions = { publish: 'publishText', end: 'endText', remove: 'removeText' } as const
const confirmWords = { publish: 'confirmPublish', end: 'confirmEnd', remove: 'confirmRemove' } as const
