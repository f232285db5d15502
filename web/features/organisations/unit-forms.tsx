import { createSignal, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import type { ContactFields } from '../../../server/features/organisations/units.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note } from '../../components/layout.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { TextArea, TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { errorField, errorSentence } from '../../texts/errors.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { t } from '../../texts/units.zh-CN.ts'
import type { UnitActions } from './create-unit-actions.ts'

/** A reason that somebody can do something with later; the server asks for the same. */
const leastReason = 4

export interface UnitFormProps {
  unit: OrganisationView
  /** Whether staff do it: then registered things need a reason. */
  staff: boolean
  onClose: () => void
}

/** The button that does it and the one that does not, under every form of a unit. */
export function FormButtons(props: {
  label: string
  busyLabel?: string | undefined
  busy: boolean
  danger?: boolean | undefined
  onClose: () => void
}): JSX.Element {
  return (
    <Line>
      <Button type="submit" kind={props.danger ? 'danger' : 'primary'} busy={props.busy}>
        {props.busy ? (props.busyLabel ?? t('saving')) : props.label}
      </Button>
      <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
    </Line>
  )
}

/** Why staff do what an organisation's admins cannot. */
export function createReason(needed: () => boolean) {
  const [reason, setReason] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  return {
    reason: () => (needed() ? reason().trim() : ''),
    /** False when one is needed and missing: then the field says so. */
    judge: () => {
      setComplained(true)
      return !needed() || reason().trim().length >= leastReason
    },
    Reason: (): JSX.Element => (
      <Show when={needed()}>
        <Field
          label={t('reason')}
          hint={t('reasonHint')}
          error={complained() && reason().trim().length < leastReason ? t('reasonNeeded') : null}
          required
        >
          <TextArea value={reason()} onInput={setReason} maxLength={500} />
        </Field>
      </Show>
    ),
  }
}

/** A department or a subsidiary below the unit. */
export function AddUnitForm(props: UnitFormProps & { onAdded: (id: string) => void }): JSX.Element {
  // The same number again when the answer got lost: then the unit is not made twice.
  const id = newId()
  const [kind, setKind] = createSignal<'department' | 'organisation'>('department')
  const [name, setName] = createSignal('')
  const [code, setCode] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const create = api.organisations.createUnit.use({
    onSuccess: (made) => {
      showToast({ text: t('added', made), action: { label: t('open'), run: () => props.onAdded(made.id) } })
      props.onClose()
    },
  })
  const send = () => {
    setComplained(true)
    if (name().trim() === '' || create.isPending) return
    const withCode = kind() === 'organisation' && props.staff && code() !== '' ? { creditCode: code() } : {}
    create.mutate({ id, parentId: props.unit.id, kind: kind(), name: name(), ...withCode })
  }
  const taken = () => (create.error instanceof AppError && create.error.code === 'unitNameTaken' ? create.error : null)
  return (
    <Form onSubmit={send} gap={3}>
      <Field label={t('kind')}>
        <Segmented
          value={kind()}
          onChange={setKind}
          choices={[
            { value: 'department', label: t('department') },
            { value: 'organisation', label: t('subsidiary') },
          ]}
        />
      </Field>
      <Field
        label={t('name')}
        hint={kind() === 'department' ? t('departmentHint') : props.staff ? undefined : t('subsidiaryHint')}
        error={complained() && name().trim() === '' ? t('nameNeeded') : taken() ? errorSentence(taken()) : null}
        required
      >
        <TextInput value={name()} onInput={setName} maxLength={100} autocomplete="off" ref={focusSoon} />
      </Field>
      <Show when={kind() === 'organisation' && props.staff}>
        <Field label={t('creditCode')} hint={t('subsidiaryStaffHint')} optional>
          <CodeInput value={code()} onInput={setCode} groups={[4]} capitals maxLength={18} />
        </Field>
      </Show>
      <ErrorNote error={taken() ? null : create.error} />
      <FormButtons label={t('add')} busy={create.isPending} onClose={props.onClose} />
    </Form>
  )
}

export function RenameForm(props: UnitFormProps & { actions: UnitActions }): JSX.Element {
  const [name, setName] = createSignal(props.unit.name)
  const [complained, setComplained] = createSignal(false)
  const { reason, judge, Reason } = createReason(() => props.unit.registered)
  const send = () => {
    setComplained(true)
    const reasoned = judge()
    if (name().trim() === '' || !reasoned || props.actions.busy()) return
    if (name().trim() === props.unit.name) props.onClose()
    else props.actions.rename(props.unit, name().trim(), reason())
  }
  return (
    <Form onSubmit={send} gap={3}>
      <Show when={props.unit.registered}>
        <Note tone="waiting">{t('registeredNote')}</Note>
      </Show>
      <Field label={t('name')} error={complained() && name().trim() === '' ? t('nameNeeded') : null} required>
        <TextInput value={name()} onInput={setName} maxLength={100} autocomplete="off" ref={focusSoon} />
      </Field>
      <Reason />
      <ErrorNote error={props.actions.renameError()} />
      <FormButtons label={t('save')} busy={props.actions.busy()} onClose={props.onClose} />
    </Form>
  )
}

/** Only where staff have to say why; everybody else disables at once and may take it back. */
export function EnableForm(props: UnitFormProps & { actions: UnitActions }): JSX.Element {
  const { reason, judge, Reason } = createReason(() => true)
  const wanted = () => !props.unit.enabled
  const send = () => {
    if (judge() && !props.actions.busy()) props.actions.setEnabled(props.unit, wanted(), reason())
  }
  return (
    <Form onSubmit={send} gap={3}>
      <Show when={!wanted()}>
        <Note tone="waiting">
          {t('disableText', {
            units: String(props.unit.reach.units),
            people: String(props.unit.reach.people),
            admins: String(props.unit.reach.admins),
          })}
        </Note>
      </Show>
      <Reason />
      <ErrorNote error={props.actions.enableError()} />
      <FormButtons
        label={wanted() ? t('enable') : t('disable')}
        danger={!wanted()}
        busy={props.actions.busy()}
        onClose={props.onClose}
      />
    </Form>
  )
}

const contactLabels = {
  contactName: 'contactName',
  mobile: 'mobile',
  telephone: 'telephone',
  email: 'email',
  address: 'address',
} as const satisfies Record<keyof ContactFields, string>

export function ContactForm(props: UnitFormProps): JSX.Element {
  const { contactName, telephone, mobile, email, address } = props.unit
  const expected: ContactFields = { contactName, telephone, mobile, email, address }
  const [fields, setFields] = createStore<ContactFields>({ ...expected })
  const save = api.organisations.editContact.use({
    onSuccess: () => {
      showToast({ text: t('contactSaved') })
      props.onClose()
    },
  })
  const wrong = (field: keyof ContactFields) => (errorField(save.error) === `contact.${field}` ? t('wrongField') : null)
  const text = (field: keyof ContactFields, more: object = {}) => (
    <Field label={t(contactLabels[field])} error={wrong(field)}>
      <TextInput value={fields[field]} onInput={(value) => setFields(field, value)} maxLength={200} {...more} />
    </Field>
  )
  return (
    <Form
      onSubmit={() => !save.isPending && save.mutate({ id: props.unit.id, expected, contact: { ...fields } })}
      gap={3}
    >
      {text('contactName', { autocomplete: 'name' })}
      {text('mobile', { inputmode: 'tel', autocomplete: 'off' })}
      {text('telephone', { inputmode: 'tel', autocomplete: 'off' })}
      {text('email', { inputmode: 'email', autocomplete: 'off' })}
      {text('address')}
      <ErrorNote error={errorField(save.error) === null ? save.error : null} />
      <FormButtons label={t('save')} busy={save.isPending} onClose={props.onClose} />
    </Form>
  )
}

export function RemoveForm(props: UnitFormProps & { onRemoved: () => void }): JSX.Element {
  const remove = api.organisations.remove.use({
    onSuccess: () => {
      showToast({ text: t('removed', { name: props.unit.name }) })
      props.onRemoved()
    },
  })
  return (
    <Form onSubmit={() => !remove.isPending && remove.mutate({ id: props.unit.id })} gap={3}>
      <Note>{t('removeText')}</Note>
      <ErrorNote error={remove.error} />
      <FormButtons label={t('removeNow')} danger busy={remove.isPending} onClose={props.onClose} />
    </Form>
  )
}

/** The first field of a form that was asked for takes the typing. */
export function focusSoon(input: HTMLInputElement): void {
  queueMicrotask(() => input.focus())
}
