import { createSignal, type JSX, Show } from 'solid-js'
import type { FoundOrganisation, TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { createTree, findUnits, type Tree } from './create-tree.ts'
import type { UnitActions } from './create-unit-actions.ts'
import { PickOrganisation } from './desk-pick-organisation.tsx'
import { createReason, FormButtons, focusSoon, type UnitFormProps } from './unit-forms.tsx'

/** As many as one looks through without typing a part of the name. */
const mostShown = 60
const top = 'top'

/** A unit above, chosen from the tree by looking or by a part of its name; staff also in other organisations' trees. */
export function MoveForm(props: UnitFormProps & { actions: UnitActions }): JSX.Element {
  const [elsewhere, setElsewhere] = createSignal(false)
  const [organisation, setOrganisation] = createSignal<FoundOrganisation | null>(null)
  const tree = createTree(() => (props.staff ? (organisation()?.id ?? props.unit.id) : null))
  const [typed, setTyped] = createSignal('')
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [complained, setComplained] = createSignal(false)
  const otherTop = () => props.staff && (organisation() !== null || chosen() === top || props.unit.parentId === null)
  const { reason, judge, Reason } = createReason(otherTop)
  const targets = () =>
    findUnits(tree.nodes(), typed()).filter((node) => node.open && !tree.isBelow(node.id, props.unit.id))
  const choices = () => [
    ...(props.staff && props.unit.registered && props.unit.parentId !== null && organisation() === null
      ? [{ value: top, label: t('moveTop') }]
      : []),
    ...targets()
      .slice(0, mostShown)
      .map((node) => ({
        value: node.id,
        label: `${'　'.repeat(typed() === '' ? node.depth : 0)}${node.name}`,
        hint: node.id === props.unit.parentId ? t('moveNow') : typed() === '' ? undefined : placeOf(tree, node),
        disabled: node.id === props.unit.parentId,
      })),
  ]
  const send = () => {
    setComplained(true)
    const to = chosen()
    const reasoned = judge()
    if (to === null || !reasoned || props.actions.busy()) return
    const parent = to === top ? null : tree.node(to)
    if (parent !== undefined) props.actions.move(props.unit, parent, reason())
  }
  const choose = (within: FoundOrganisation | null) => {
    setOrganisation(within)
    setElsewhere(false)
    setChosen(within?.id ?? null)
    setTyped('')
  }
  return (
    <Form onSubmit={send} gap={3}>
      <Show when={props.unit.reach.units + props.unit.reach.people > 0}>
        <Note>
          {t('moveWith', {
            units: formatCount(props.unit.reach.units),
            people: formatCount(props.unit.reach.people),
          })}
        </Note>
      </Show>
      <Show
        when={!elsewhere()}
        fallback={<PickOrganisation label={t('moveOrganisation')} chosen={null} onChoose={choose} error={null} />}
      >
        <Loaded query={tree.query()} skeleton={<SkeletonRows count={6} />} errorTitle={t('notOpened')}>
          {() => (
            <>
              <Show when={organisation()}>
                {(within) => <Quiet>{t('moveOtherTree', { name: within().name })}</Quiet>}
              </Show>
              <Field label={t('moveFind')} error={complained() && chosen() === null ? t('moveMissing') : null}>
                <TextInput value={typed()} onInput={setTyped} autocomplete="off" ref={focusSoon} />
              </Field>
              <Show when={choices().length > 0} fallback={<Quiet>{t('nothingFound')}</Quiet>}>
                <RadioGroup
                  label={t('moveTitle', { name: props.unit.name })}
                  value={chosen()}
                  onChange={setChosen}
                  choices={choices()}
                />
              </Show>
              <Show when={targets().length > mostShown}>
                <Quiet>{t('moveMany', { count: formatCount(targets().length - mostShown) })}</Quiet>
              </Show>
            </>
          )}
        </Loaded>
      </Show>
      <Show when={props.staff && (props.unit.kind === 'department' || props.unit.registered)}>
        <Line>
          <Show
            when={organisation() ?? elsewhere()}
            fallback={
              <Button size="dense" onClick={() => setElsewhere(true)}>
                {t('moveElsewhere')}
              </Button>
            }
          >
            <Button size="dense" onClick={() => choose(null)}>
              {t('moveBack')}
            </Button>
          </Show>
        </Line>
      </Show>
      <Reason />
      <ErrorNote error={props.actions.moveError()} />
      <FormButtons label={t('moveHere')} busyLabel={t('moving')} busy={props.actions.busy()} onClose={props.onClose} />
    </Form>
  )
}

/** `集团 › 研发部`: what tells units of one name apart. */
function placeOf(tree: Tree, node: TreeNode): string {
  return tree
    .above(node.id)
    .map(({ name }) => name)
    .join(' › ')
}
