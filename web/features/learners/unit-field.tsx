import { createSignal, type JSX, Show } from 'solid-js'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { isWide } from '../../components/wide.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import { useMe } from '../accounts/session.ts'

/** From here on a list to scroll is worse than typing a part of the name. */
const mostInList = 30
const mostFound = 8
/** So many Chinese characters fit a picker of a phone 360 px wide. */
const fitsCharacters = 16

/**
 * The units that a learner can be in: the tree of the organisation that the admin acts for, or for staff the whole tree
 * that `near` belongs to.
 */
export function createUnits(near: () => string | null): { units: () => readonly TreeNode[] } {
  const me = useMe()
  const isStaff = () => me.isSuccess && (me.data?.staffRoles.length ?? 0) > 0
  const own = api.organisations.tree.use(
    () => undefined,
    () => ({ enabled: me.isSuccess && !isStaff(), staleMs: 60_000 }),
  )
  const whole = api.organisations.treeOf.use(
    () => ({ id: near() ?? '' }),
    () => ({ enabled: isStaff() && near() !== null, staleMs: 60_000 }),
  )
  const rows = () => (isStaff() ? (whole.isSuccess ? whole.data : []) : own.isSuccess ? own.data : [])
  return { units: () => rows().filter((node) => node.open) }
}

/** `集团 › 研发部`: what tells units of one name apart. */
function pathOf(units: readonly TreeNode[], node: TreeNode): string {
  const names: string[] = []
  for (let at: TreeNode | undefined = node; at && at.depth > 0; ) {
    const above: string | null = at.parentId
    at = units.find((one) => one.id === above)
    if (at && at.depth > 0) names.unshift(at.name)
  }
  return names.join(' › ')
}

/** Chooses one unit of a tree: a list while it is short, by a part of the name when it is not. */
export function UnitField(props: {
  label: string
  units: readonly TreeNode[]
  value: string | null
  onChange: (id: string) => void
  error?: string | null | undefined
}): JSX.Element {
  return (
    <Show when={props.units.length > mostInList} fallback={<ShortList {...props} />}>
      <Found {...props} />
    </Show>
  )
}

type UnitFieldProps = Parameters<typeof UnitField>[0]

function ShortList(props: UnitFieldProps): JSX.Element {
  // A phone's own picker cuts long names; what tells them apart stands whole below it.
  const name = () => props.units.find((node) => node.id === props.value)?.name ?? ''
  return (
    <Field
      label={props.label}
      hint={name().length > fitsCharacters && !isWide() ? name() : undefined}
      error={props.error}
      required
    >
      <Select
        value={props.units.some((node) => node.id === props.value) ? props.value : null}
        onChange={(id) => props.onChange(id)}
        placeholder={t('pickUnit')}
        choices={props.units.map((node) => ({
          value: node.id,
          label: `${'　'.repeat(node.depth)}${node.name}`,
        }))}
      />
    </Field>
  )
}

function Found(props: UnitFieldProps): JSX.Element {
  const [text, setText] = createSignal('')
  const [changing, setChanging] = createSignal(false)
  const chosen = () => props.units.find((node) => node.id === props.value)
  const found = () => {
    const wanted = text().normalize('NFKC').trim().toUpperCase()
    return wanted === ''
      ? []
      : props.units.filter((node) => node.name.toUpperCase().includes(wanted)).slice(0, mostFound)
  }
  return (
    <Show
      when={!changing() && chosen()}
      fallback={
        <Stack gap={2}>
          <Field label={props.label} hint={t('findUnit')} error={props.error} required>
            <TextInput value={text()} onInput={setText} autocomplete="off" />
          </Field>
          <Show when={found().length > 0}>
            <RadioGroup
              label={props.label}
              value={null}
              onChange={(id) => {
                props.onChange(id)
                setText('')
                setChanging(false)
              }}
              choices={found().map((node) => ({ value: node.id, label: node.name, hint: pathOf(props.units, node) }))}
            />
          </Show>
          <Show when={text().trim() !== '' && found().length === 0}>
            <Quiet>{t('noUnit')}</Quiet>
          </Show>
        </Stack>
      }
    >
      {(node) => (
        <Line apart>
          <Stack gap={1}>
            <Quiet>{props.label}</Quiet>
            <strong>{node().name}</strong>
            <Quiet>{pathOf(props.units, node())}</Quiet>
          </Stack>
          <Button size="dense" onClick={() => setChanging(true)}>
            {t('pickUnit')}
          </Button>
        </Line>
      )}
    </Show>
  )
}
