import type { JSX } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { LearnerActions } from './create-learner-actions.ts'

/**
 * Enabling or disabling everybody whom the filters find, most of whom are not on the screen: nothing undoes that, so it
 * is asked once. Ticked people are enabled and disabled at once, with an undo.
 */
export function EnableEveryone(props: {
  enabled: boolean
  count: number
  actions: LearnerActions
  onGo: () => void
  onClose: () => void
}): JSX.Element {
  const title = () => t('everyoneTitle', { count: props.count, enabled: props.enabled })
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={title()}
      text={t(props.enabled ? 'everyoneEnableText' : 'everyoneDisableText')}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
          <Button kind={props.enabled ? 'primary' : 'danger'} busy={props.actions.busy()} onClick={() => props.onGo()}>
            {title()}
          </Button>
        </>
      }
    >
      <ErrorNote error={props.actions.enableError()} />
    </Dialog>
  )
}
