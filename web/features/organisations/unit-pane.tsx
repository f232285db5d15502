import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js'
import type { OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Headline, Line, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { formatCount } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { createUnitActions } from './create-unit-actions.ts'
import { type Asking, askingTitle, UnitAsking } from './unit-asking.tsx'
import { UnitAdmins, UnitFacts } from './unit-parts.tsx'
import { unitState } from './unit-words.ts'

export interface UnitPaneProps {
  unit: OrganisationView
  /** Whether staff look at it. */
  staff: boolean
  /** `/learners` or `/desk/learners` */
  learners: string
  onClose: () => void
  onOpen: (unitId: string) => void
  /** Beside the way to its learners. */
  links?: JSX.Element | undefined
  /** Between what the unit is and who manages it: the tree and the billing details, for staff. */
  children?: JSX.Element
}

/** One unit on a desk, beside its tree: what it is, what may be done with it, who manages it. */
export function UnitPane(props: UnitPaneProps): JSX.Element {
  const [asking, setAsking] = createSignal<Asking | null>(null)
  const close = () => setAsking(null)
  const actions = createUnitActions(close)
  const admins = api.organisations.listAdmins.use(
    () => ({ organisationId: props.unit.id }),
    () => ({ enabled: props.unit.may.manageAdmins }),
  )
  const known = () => (admins.isSuccess ? admins.data : [])
  // A fresh answer about the same unit leaves open what is being asked.
  const unitId = createMemo(() => props.unit.id)
  createEffect(
    on(
      unitId,
      () => {
        close()
        actions.forget()
      },
      { defer: true },
    ),
  )
  createKeys(() => (asking() ? [{ key: 'Esc', label: shared('cancel'), run: close }] : []))
  return (
    <Pane label={t('detail')}>
      <PanePart>
        <Line apart>
          <StateMark tone={unitState(props.unit).tone}>{unitState(props.unit).word}</StateMark>
          <IconButton label={t('closeDetail')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Show when={props.unit.ancestors.length > 0}>
          <Quiet>{props.unit.ancestors.map(({ name }) => name).join(' › ')}</Quiet>
        </Show>
        <Headline>{props.unit.name}</Headline>
        <Show
          when={asking()}
          fallback={
            <>
              <Buttons {...props} actions={actions} onAsk={setAsking} />
              <ErrorNote error={actions.enableError()} />
              <UnitFacts unit={props.unit} />
              <Line>
                <ButtonLink size="dense" href={`${props.learners}?organisation=${props.unit.id}`}>
                  {t('seePeople', { count: formatCount(props.unit.reach.people) })}
                </ButtonLink>
                {props.links}
              </Line>
              {props.children}
              <Show when={props.unit.may.manageAdmins}>
                <Loaded query={admins} skeleton={<SkeletonRows count={2} />} errorTitle={t('adminsFailed')}>
                  {() => <UnitAdmins unit={props.unit} admins={known()} onAsk={setAsking} />}
                </Loaded>
              </Show>
            </>
          }
        >
          {(asked) => (
            <>
              <h2 class="section-title">{askingTitle({ asking: asked(), unit: props.unit, admins: known() })}</h2>
              <UnitAsking
                unit={props.unit}
                admins={known()}
                asking={asked()}
                staff={props.staff}
                actions={actions}
                onClose={close}
                onOpen={props.onOpen}
              />
              <Show when={asked().about === 'admin'}>
                <Line>
                  <Button keyHint="Esc" onClick={close}>
                    {shared('back')}
                  </Button>
                </Line>
              </Show>
            </>
          )}
        </Show>
      </PanePart>
    </Pane>
  )
}

function Buttons(
  props: UnitPaneProps & { actions: ReturnType<typeof createUnitActions>; onAsk: (asking: Asking) => void },
): JSX.Element {
  const may = () => props.unit.may
  const ask = (about: 'add' | 'rename' | 'move' | 'enable' | 'contact' | 'remove') => props.onAsk({ about })
  /** Staff say why where it is registered; everybody else takes it back within ten seconds. */
  const enable = () =>
    props.staff && props.unit.registered ? ask('enable') : props.actions.setEnabled(props.unit, !props.unit.enabled)
  const empty = () => Object.values(props.unit.reach).every((count) => count === 0)
  return (
    <Line>
      <Show when={may().addUnits && props.unit.open}>
        <Button onClick={() => ask('add')}>{t('add')}</Button>
      </Show>
      <Show when={may().rename}>
        <Button onClick={() => ask('rename')}>{t('rename')}</Button>
      </Show>
      <Show when={may().move}>
        <Button onClick={() => ask('move')}>{t('move')}</Button>
      </Show>
      <Show when={may().editContact}>
        <Button onClick={() => ask('contact')}>{t('contact')}</Button>
      </Show>
      <Show when={may().setEnabled}>
        <Button kind={props.unit.enabled ? 'danger' : 'secondary'} busy={props.actions.busy()} onClick={enable}>
          {t(props.unit.enabled ? 'disable' : 'enable')}
        </Button>
      </Show>
      <Show when={may().remove && empty()}>
        <Button kind="danger" onClick={() => ask('remove')}>
          {t('remove')}
        </Button>
      </Show>
    </Line>
  )
}
