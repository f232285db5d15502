import { For, type JSX, Show } from 'solid-js'
import type { HourGroupRow } from '../../../server/features/hours/hour-review.schema.ts'
import type { HourRow, WaitingDecision } from '../../../server/features/hours/hours.schema.ts'
import { Button } from '../../components/button.tsx'
import { Line, Note } from '../../components/layout.tsx'
import { t } from '../../texts/hours.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { isPutAside } from './create-hour-decisions.ts'

const verb = ({ verdict }: WaitingDecision) => t(verdict === 'approve' ? 'verbApprove' : 'verbReject')

/** `王芳刚刚通过`, in a table. */
export function decidedJustNow(decision: WaitingDecision): string {
  return t('decidedJustNow', { name: decision.byName, verdict: verb(decision) })
}

/** Decisions that were made elsewhere, by others or before a reload: what was decided here has its toast. */
export function decisionsElsewhere({ decisions }: Pick<HourGroupRow, 'decisions'>): readonly WaitingDecision[] {
  return decisions.filter((decision) => !isPutAside(decision))
}

/** Whether all of a group was decided here: it is done, and nothing to look at. */
export function isDoneHere(group: Pick<HourGroupRow, 'free' | 'decisions'>): boolean {
  return group.free === 0 && group.decisions.length > 0 && group.decisions.every(isPutAside)
}

export function isRowDoneHere({ decision }: Pick<HourRow, 'decision'>): boolean {
  return decision !== null && isPutAside(decision)
}

/** Who is deciding on it just now: somebody else's decision is theirs alone to undo, one's own can be undone here too. */
export function BeingDecided(props: {
  decisions: readonly WaitingDecision[]
  onUndo: (decisionId: string) => void
}): JSX.Element {
  return (
    <For each={props.decisions}>
      {(decision) => (
        <Note tone="waiting">
          <Line apart>
            <span>{t('decidingBy', { name: decision.byName, verdict: verb(decision) })}</span>
            <Show when={decision.mine}>
              <Button size="dense" onClick={() => props.onUndo(decision.id)}>
                {shared('undo')}
              </Button>
            </Show>
          </Line>
        </Note>
      )}
    </For>
  )
}
