import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { Check, CheckFinding } from '../../../server/features/vouchers/vouchers.schema.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CheckRow, PassedChecks } from '../../components/check-row.tsx'
import { AlbumButton } from '../../components/pick-files.tsx'
import { checkAdvice, checkTitle, checkValues } from '../../texts/checks.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'

type Repair = 'addSlip' | 'retake' | 'edit' | 'explainBranch' | 'explainPerson' | 'explainOther'

/** The one thing that can be done about a finding from here. What is not named needs a bank, the centre, or nothing. */
const repairs: Partial<Record<CheckFinding, Repair>> = {
  amountBelow: 'addSlip',
  amountDiffersFromDeclared: 'edit',
  amountUncertain: 'edit',
  amountMissing: 'edit',
  wordsDiffer: 'retake',
  payeeIsOther: 'retake',
  payeeNotShown: 'retake',
  payerIsRelated: 'explainBranch',
  payerIsClose: 'explainBranch',
  payerIsPerson: 'explainPerson',
  payerIsOther: 'explainOther',
  payerMissing: 'edit',
  orderNoMissing: 'edit',
  orderNoOther: 'retake',
  paidAtMissing: 'edit',
  paidInFuture: 'edit',
  paidBeforeOrder: 'edit',
  paidLongAgo: 'edit',
  serialUsedBefore: 'edit',
}
const notes = { explainBranch: 'noteBranch', explainPerson: 'notePerson', explainOther: 'noteOther' } as const

const severity: Record<Check['verdict'], number> = { fail: 0, warn: 1, pending: 2, pass: 3 }

export interface VoucherChecksProps {
  checks: readonly Check[]
  /** Asked for elsewhere on the page, so not repeated here. */
  without?: readonly CheckFinding[] | undefined
  /** What the uploader said to the reviewer. */
  note: string
  onFiles?: ((files: File[]) => void) | undefined
  onEdit?: (() => void) | undefined
  onExplain?: ((note: string) => void) | undefined
}

/** Every check in words: trouble first with both values and the one thing to do, what passed in two short columns. */
export function VoucherChecks(props: VoucherChecksProps): JSX.Element {
  const shown = () => props.checks.filter((check) => !props.without?.includes(check.finding))
  const loud = () =>
    shown()
      .filter((check) => check.verdict !== 'pass')
      .sort((a, b) => severity[a.verdict] - severity[b.verdict])
  const passed = () => shown().filter((check) => check.verdict === 'pass')
  return (
    <Show when={shown().length > 0}>
      <Card label={t('checksTitle')}>
        <For each={loud()}>
          {(check) => (
            <CheckRow
              verdict={check.verdict}
              title={checkTitle(check)}
              values={check.verdict === 'pending' ? [] : checkValues(check)}
              actions={<CheckRepair finding={check.finding} {...props} />}
            >
              {checkAdvice(check, 'uploader')}
            </CheckRow>
          )}
        </For>
        <Show when={passed().length > 0}>
          <PassedChecks titles={passed().map(checkTitle)} />
        </Show>
      </Card>
    </Show>
  )
}

function CheckRepair(props: VoucherChecksProps & { finding: CheckFinding }): JSX.Element {
  const repair = () => repairs[props.finding]
  const noteKey = () => {
    const what = repair()
    return what === 'explainBranch' || what === 'explainPerson' || what === 'explainOther' ? what : null
  }
  return (
    <Switch>
      <Match when={noteKey() && props.note !== ''}>
        <span>{t('explained', { note: props.note })}</span>
      </Match>
      <Match when={noteKey()}>
        {(key) => (
          <Show when={props.onExplain}>
            {(explain) => <Button onClick={() => explain()(t(notes[key()]))}>{t(key())}</Button>}
          </Show>
        )}
      </Match>
      <Match when={repair() === 'edit'}>
        <Show when={props.onEdit}>{(edit) => <Button onClick={() => edit()()}>{t('edit')}</Button>}</Show>
      </Match>
      <Match when={repair() === 'addSlip' || repair() === 'retake'}>
        <Show when={props.onFiles}>
          {(add) => (
            <AlbumButton size="normal" onFiles={(files) => add()(files)}>
              {repair() === 'addSlip' ? t('addSlip') : t('retake')}
            </AlbumButton>
          )}
        </Show>
      </Match>
    </Switch>
  )
}
