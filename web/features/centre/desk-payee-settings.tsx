import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { newId } from '../../../server/core/ids.ts'
import type { SavePayeeAccountInput } from '../../../server/features/centre/centre.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Chop } from '../../components/chop.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Columns, Line, Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

type Payee = SavePayeeAccountInput

/** The bank accounts that orders name; one of them by default. */
export function PayeeSettings(): JSX.Element {
  const query = api.centre.settings.use(() => undefined)
  const [editing, setEditing] = createSignal<{ payee: Payee; isNew: boolean } | null>(null)
  const add = () =>
    setEditing({
      payee: { id: newId(), name: '', bank: '', account: '', isDefault: false, enabled: true },
      isNew: true,
    })
  return (
    <Loaded query={query} errorTitle={t('notOpened')}>
      {(settings) => (
        <Columns>
          <Stack gap={3}>
            <Note>{t('payeesText')}</Note>
            <Show when={settings().payeeAccounts.length > 0}>
              <Card>
                <For each={settings().payeeAccounts}>
                  {(payee) => (
                    <CardEntry
                      state={
                        <Chop tone={payee.enabled ? 'settled' : 'neutral'}>
                          {t(payee.enabled ? (payee.isDefault ? 'payeeDefault' : 'payeeEnabled') : 'payeeDisabled')}
                        </Chop>
                      }
                      action={desk('change')}
                      onOpen={() => setEditing({ payee: { ...payee }, isNew: false })}
                      main={<strong>{payee.name}</strong>}
                      note={payee.bank}
                      noteEnd={<AccountNumber>{payee.account}</AccountNumber>}
                    />
                  )}
                </For>
              </Card>
            </Show>
            <Line>
              <Button icon={<Plus size={16} />} onClick={add}>
                {t('payeeAdd')}
              </Button>
            </Line>
          </Stack>
          <Show when={editing()} keyed>
            {(one) => <PayeeForm payee={one.payee} isNew={one.isNew} onClose={() => setEditing(null)} />}
          </Show>
        </Columns>
      )}
    </Loaded>
  )
}

function PayeeForm(props: { payee: Payee; isNew: boolean; onClose: () => void }): JSX.Element {
  const [fields, setFields] = createStore({ ...props.payee })
  const [complained, setComplained] = createSignal(false)
  const save = api.centre.savePayeeAccount.use({
    onSuccess: () => {
      showToast({ text: desk('saved') })
      props.onClose()
    },
  })
  const accountWrong = () => !/^\d{8,32}$/.test(fields.account.normalize('NFKC').replace(/[\s-]/g, ''))
  const missing = (value: string) => (complained() && value.trim() === '' ? t('fieldNeeded') : null)
  const send = () => {
    setComplained(true)
    if (fields.name.trim() === '' || fields.bank.trim() === '' || accountWrong() || save.isPending) return
    save.mutate({ ...fields })
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  return (
    <Section title={t(props.isNew ? 'payeeAdd' : 'payeeEdit')}>
      <Card padded>
        <Form onSubmit={send} gap={3}>
          <FieldGroup>
            <Field label={t('payeeName')} error={missing(fields.name)} required>
              <TextInput value={fields.name} onInput={(text) => setFields('name', text)} maxLength={100} />
            </Field>
            <Field label={t('payeeBank')} error={missing(fields.bank)} required>
              <TextInput value={fields.bank} onInput={(text) => setFields('bank', text)} maxLength={100} />
            </Field>
            <Field
              label={t('payeeAccount')}
              hint={t('payeeAccountHint')}
              error={complained() && accountWrong() ? t('payeeAccountWrong') : null}
              required
            >
              <CodeInput
                value={fields.account}
                onInput={(text) => setFields('account', text)}
                groups={[4]}
                maxLength={32}
                inputMode="numeric"
                disabled={!props.isNew}
              />
            </Field>
          </FieldGroup>
          <Checkbox checked={fields.isDefault} onChange={(on) => setFields('isDefault', on)}>
            {t('payeeIsDefault')}
          </Checkbox>
          <Checkbox checked={fields.enabled} onChange={(on) => setFields('enabled', on)}>
            {t('payeeIsEnabled')}
          </Checkbox>
          <ErrorNote error={save.error} />
          <Line>
            <Button kind="primary" type="submit" busy={save.isPending}>
              {save.isPending ? desk('saving') : desk('save')}
            </Button>
            <Button keyHint="Esc" onClick={() => props.onClose()}>
              {shared('cancel')}
            </Button>
          </Line>
        </Form>
      </Card>
    </Section>
  )
}
