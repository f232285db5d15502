import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { LearnerFilter, LearnerRow, Selection } from '../../../server/features/learners/learners.schema.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { commonUnit, createLearnerActions } from './create-learner-actions.ts'
import { EnableEveryone } from './desk-everyone.tsx'
import { createUnits, UnitField } from './unit-field.tsx'

const moveFormId = 'move-learners'
const passwordsFormId = 'learner-passwords'

/** What is done with everybody who is ticked, or with everybody whom the filters find. */
export function LearnersBulk(props: {
  rows: readonly LearnerRow[]
  ticked: ReadonlySet<string>
  /** All that match, when that was asked for: then `ticked` counts for nothing. */
  everyone: number | null
  filter: LearnerFilter
  /** How many match, where that can be ticked as a whole. */
  matching: number | null
  onEveryone: () => void
  onClear: () => void
}): JSX.Element {
  const [asking, setAsking] = createSignal<'move' | 'passwords' | 'enable' | 'disable' | null>(null)
  const [target, setTarget] = createSignal<string | null>(null)
  const [alsoActive, setAlsoActive] = createSignal(false)
  const [asked, setAsked] = createSignal(false)
  const close = () => {
    setAsking(null)
    setAsked(false)
  }
  const actions = createLearnerActions(() => {
    close()
    props.onClear()
  })
  const count = () => props.everyone ?? props.ticked.size
  createKeys(() =>
    count() > 0 && asking() === null ? [{ key: 'M', label: t('bulkMove'), run: () => setAsking('move') }] : [],
  )
  const tickedRows = () => props.rows.filter((row) => props.ticked.has(row.id))
  const selection = (): Selection =>
    props.everyone === null ? { ids: [...props.ticked] } : { filter: props.filter, expectedCount: props.everyone }
  const { units } = createUnits(() => tickedRows()[0]?.organisation.id ?? props.rows[0]?.organisation.id ?? null)
  const move = () => {
    setAsked(true)
    const unit = units().find((one) => one.id === target())
    const from = props.everyone === null ? commonUnit(tickedRows()) : null
    if (unit) actions.move(selection(), unit, from === unit.id ? null : from)
  }
  const peopleText = () => t(props.everyone === null ? 'tickedPeople' : 'filterTicked', { count: count() })
  const setEnabled = (enabled: boolean) => {
    if (props.everyone === null) actions.setEnabled(selection(), enabled)
    else setAsking(enabled ? 'enable' : 'disable')
  }
  const offersEveryone = () => {
    const matching = props.matching
    return props.everyone === null && matching !== null && matching > props.ticked.size ? matching : null
  }
  return (
    <>
      <ErrorNote error={asking() === null ? actions.enableError() : null} />
      <BulkBar count={count()} text={peopleText()} onClear={props.onClear}>
        <Show when={offersEveryone()}>
          {(matching) => (
            <BulkAction onClick={() => props.onEveryone()}>{t('tickFilter', { count: matching() })}</BulkAction>
          )}
        </Show>
        <BulkAction keyHint="M" busy={actions.busy()} onClick={() => setAsking('move')}>
          {t('bulkMove')}
        </BulkAction>
        <BulkAction busy={actions.busy()} onClick={() => setEnabled(true)}>
          {t('bulkEnable')}
        </BulkAction>
        <BulkAction busy={actions.busy()} onClick={() => setEnabled(false)}>
          {t('bulkDisable')}
        </BulkAction>
        <BulkAction busy={actions.busy()} onClick={() => setAsking('passwords')}>
          {t('bulkPasswords')}
        </BulkAction>
      </BulkBar>
      <Switch>
        <Match when={asking() === 'enable' || asking() === 'disable'}>
          <EnableEveryone
            enabled={asking() === 'enable'}
            count={count()}
            actions={actions}
            onGo={() => actions.setEnabled(selection(), asking() === 'enable')}
            onClose={close}
          />
        </Match>
        <Match when={asking() === 'move'}>
          <Dialog
            open
            onClose={close}
            title={t('bulkMove')}
            text={peopleText()}
            actions={
              <>
                <Button onClick={close}>{shared('cancel')}</Button>
                <Button kind="primary" type="submit" form={moveFormId} busy={actions.busy()}>
                  {t('moveSend')}
                </Button>
              </>
            }
          >
            <Form id={moveFormId} onSubmit={move}>
              <UnitField
                label={t('moveTo')}
                units={units()}
                value={target()}
                onChange={setTarget}
                error={asked() && target() === null ? t('unitMissing') : null}
              />
              <ErrorNote error={actions.moveError()} />
            </Form>
          </Dialog>
        </Match>
        <Match when={asking() === 'passwords'}>
          <Dialog
            open
            onClose={close}
            title={t('passwordsTitle', { count: count() })}
            actions={
              <>
                <Button onClick={close}>{shared('cancel')}</Button>
                <Button kind="primary" type="submit" form={passwordsFormId} busy={actions.busy()}>
                  {actions.busy() ? t('exporting') : t('passwordsSend')}
                </Button>
              </>
            }
          >
            <Form id={passwordsFormId} onSubmit={() => void actions.passwords(selection(), count(), alsoActive())}>
              <Stack gap={3}>
                <Note>{t('passwordsText')}</Note>
                <Checkbox checked={alsoActive()} onChange={setAlsoActive}>
                  {t('passwordsAlso')}
                </Checkbox>
                <ErrorNote error={actions.downloadError()} />
              </Stack>
            </Form>
          </Dialog>
        </Match>
      </Switch>
    </>
  )
}
