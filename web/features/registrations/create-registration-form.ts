import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { RegistrationForm, RegistrationView } from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { createDraft } from '../../offline/draft.ts'
import type { FormField } from './registration-steps.ts'

export interface RegistrationFormState {
  /** As it was typed here, else as the server has it. */
  value(field: FormField): string
  set(field: FormField, text: string): void
  all(): RegistrationForm
  /** Brings what was typed to the server; throws what it said. Nothing typed, nothing sent. */
  save(): Promise<void>
  saving(): boolean
  /** Why the last saving failed. */
  error(): unknown
  /** What another device wrote meanwhile into a field that was changed here too: nobody's words are lost unseen. */
  theirs(field: FormField): string | null
  takeTheirs(field: FormField): void
  /** Forgets what is kept on the device: it was submitted, the server has it all. */
  clear(): void
}

type Typed = Partial<Record<FormField, string>>

const noForm: RegistrationForm = { name: '', contactName: '', mobile: '', email: '', address: '' }

/**
 * What an applicant types. It survives a reload and a call, whether or not the server knows of it; the steps share it.
 *
 * @param view what the server has, null while it knows nothing
 */
export function createRegistrationForm(id: string, view: () => RegistrationView | null): RegistrationFormState {
  const queries = useQueryClient()
  const { draft, setDraft, clear } = createDraft<Typed>(`registration-${id}`, {})
  const [saving, setSaving] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const [theirs, setTheirs] = createSignal<Typed>({})

  const stored = () => view()?.form ?? noForm
  const value = (field: FormField) => draft[field] ?? stored()[field]
  const fields = Object.keys(noForm) as FormField[]
  const all = () => Object.fromEntries(fields.map((field) => [field, value(field).trim()])) as RegistrationForm

  const show = (shown: RegistrationView) => queries.setQueryData(api.registrations.get.key({ id }), shown)
  const send = async (base: RegistrationView, form: RegistrationForm) => {
    const { version } = await api.registrations.saveForm.mutate({ id, version: base.version, form })
    show({ ...base, version, form, checked: false })
    for (const field of fields) if (draft[field]?.trim() === form[field]) setDraft({ [field]: undefined })
    setTheirs({})
    void queries.invalidateQueries({ queryKey: api.registrations.get.key({ id }) })
  }
  const save = async () => {
    // As it was answered, not the store that pages read it from.
    const base = queries.getQueryData<RegistrationView>(api.registrations.get.key({ id }))
    if (!base) return
    const form = all()
    const changed = fields.filter((field) => form[field] !== base.form[field])
    if (changed.length === 0) return
    setSaving(true)
    setError(null)
    try {
      await send(base, form)
    } catch (refusal) {
      if (!(refusal instanceof AppError && refusal.code === 'registrationChanged')) throw refusal
      // A picture that arrived counts as a change too: only the same fields, changed by two, are worth a question.
      const fresh = await api.registrations.get.query({ id })
      const both = changed.filter(
        (field) => fresh.form[field] !== base.form[field] && fresh.form[field] !== form[field],
      )
      show(fresh)
      setTheirs(Object.fromEntries(both.map((field) => [field, fresh.form[field]])))
      if (both.length > 0) throw refusal
      await send(fresh, { ...fresh.form, ...Object.fromEntries(changed.map((field) => [field, form[field]])) })
    }
  }
  return {
    value,
    set: (field, text) => setDraft({ [field]: text }),
    all,
    save: () =>
      save()
        .catch((refusal: unknown) => {
          setError(() => refusal)
          throw refusal
        })
        .finally(() => setSaving(false)),
    saving,
    error,
    theirs: (field) => theirs()[field] ?? null,
    takeTheirs: (field) => {
      setDraft({ [field]: undefined })
      setTheirs({ ...theirs(), [field]: undefined })
    },
    clear,
  }
}
