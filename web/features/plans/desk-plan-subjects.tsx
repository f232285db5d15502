import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { For, type JSX, Show } from 'solid-js'
import type { SetStoreFunction } from 'solid-js/store'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { Line, Note, Quiet, Row, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/desk-plans.zh-CN.ts'
import { emptySubject, isWrongFee, type PlanDraft, sumOf } from './plan-draft.ts'

/** 报考科目 being typed: names, fees, their order, one more, one less. */
export function PlanSubjects(props: {
  draft: PlanDraft
  setDraft: SetStoreFunction<PlanDraft>
  error: string | null
}): JSX.Element {
  let rows: HTMLDivElement | undefined
  const nameOf = (at: number) => props.draft.subjects[at]?.name || t('subjectOf', { at: at + 1 })
  const focusRow = (at: number) =>
    queueMicrotask(() => rows?.querySelectorAll<HTMLElement>('[data-subject-name]')[at]?.focus())
  const add = () => {
    props.setDraft('subjects', props.draft.subjects.length, emptySubject())
    focusRow(props.draft.subjects.length - 1)
  }
  const remove = (at: number) => {
    props.setDraft('subjects', (all) => all.filter((_, index) => index !== at))
    focusRow(Math.min(at, props.draft.subjects.length - 1))
  }
  const move = (at: number, by: -1 | 1) => {
    props.setDraft('subjects', (all) => {
      const order = [...all]
      const [moved] = order.splice(at, 1)
      if (moved) order.splice(at + by, 0, moved)
      return order
    })
    // A row that is put elsewhere loses the focus; whoever moves it by keyboard goes on moving it.
    queueMicrotask(() => {
      const [up, down] = rows?.children[at + by]?.querySelectorAll('button') ?? []
      const [wanted, other] = by === -1 ? [up, down] : [down, up]
      if (wanted?.disabled) other?.focus()
      else wanted?.focus()
    })
  }
  return (
    <Section title={t('subjects')}>
      <Stack gap={2}>
        <div ref={rows} class="stack stack-2">
          <For each={props.draft.subjects}>
            {(subject, index) => (
              <Row columns="minmax(0, 1fr) 132px max-content">
                <TextInput
                  data-subject-name
                  aria-label={t('nameOfSubject', { at: index() + 1 })}
                  placeholder={t('subjectName')}
                  value={subject.name}
                  maxLength={60}
                  disabled={subject.takenBy > 0}
                  title={subject.takenBy > 0 ? t('renameFixed') : undefined}
                  aria-invalid={props.error !== null && subject.name.trim() === '' ? 'true' : undefined}
                  onInput={(name) => props.setDraft('subjects', index(), 'name', name)}
                />
                <AmountInput
                  aria-label={t('feeOfSubject', { at: index() + 1 })}
                  placeholder="0.00"
                  value={subject.fee}
                  aria-invalid={subject.wrong ? 'true' : undefined}
                  onChange={(fee, typed) => props.setDraft('subjects', index(), { fee, wrong: isWrongFee(fee, typed) })}
                />
                <Line gap={1}>
                  <IconButton
                    label={t('moveUp', { name: nameOf(index()) })}
                    icon={<ArrowUp size={16} />}
                    disabled={index() === 0}
                    onClick={() => move(index(), -1)}
                  />
                  <IconButton
                    label={t('moveDown', { name: nameOf(index()) })}
                    icon={<ArrowDown size={16} />}
                    disabled={index() === props.draft.subjects.length - 1}
                    onClick={() => move(index(), 1)}
                  />
                  <IconButton
                    label={t(subject.takenBy > 0 ? 'retireSubject' : 'removeSubject', { name: nameOf(index()) })}
                    icon={<Trash size={16} />}
                    onClick={() => remove(index())}
                  />
                </Line>
              </Row>
            )}
          </For>
        </div>
        <Show when={props.error}>{(text) => <Note tone="rejected">{text()}</Note>}</Show>
        <Line apart>
          <Button size="dense" icon={<Plus size={16} />} onClick={add}>
            {t('addSubject')}
          </Button>
          <span>
            <Quiet>{t('allSubjects', { count: props.draft.subjects.length })}</Quiet>{' '}
            <Money amount={sumOf(props.draft.subjects)} />
          </span>
        </Line>
      </Stack>
    </Section>
  )
}
