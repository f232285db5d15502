import { createSignal, type JSX } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { FinanceSettings } from '../../../server/features/centre/finance-settings.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Columns, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'

const seller = ['sellerAddress', 'sellerTelephone', 'sellerBank', 'sellerBankAccount'] as const
type TextName = (typeof seller)[number] | 'invoiceItemName'

/** 对账与开票: the switch of the automatic settling, and how and as what invoices are issued. */
export function FinanceSettingsForm(): JSX.Element {
  const query = api.centre.finance.use(() => undefined)
  return (
    <Loaded query={query} errorTitle={t('notOpened')}>
      {(settings) => <SettingsForm settings={settings()} />}
    </Loaded>
  )
}

/** `6` or `6.5` as hundredths of a percent; null for anything that is no rate. */
function rateOf(typed: string): number | null {
  const match = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim())
  if (!match) return null
  const rate = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return rate <= 2000 ? rate : null
}

function SettingsForm(props: { settings: FinanceSettings }): JSX.Element {
  const [fields, setFields] = createStore({ ...props.settings })
  const [rate, setRate] = createSignal(String(props.settings.invoiceTaxRateBp / 100))
  const [complained, setComplained] = createSignal(false)
  const save = api.centre.saveFinance.use({ onSuccess: () => void showToast({ text: desk('saved') }) })
  const send = () => {
    setComplained(true)
    const invoiceTaxRateBp = rateOf(rate())
    if (invoiceTaxRateBp === null || fields.invoiceItemName.trim() === '' || save.isPending) return
    save.mutate({ ...fields, invoiceTaxRateBp })
  }
  const text = (name: TextName, hint?: string) => (
    <Field
      label={t(name)}
      hint={hint}
      error={
        complained() && name === 'invoiceItemName' && fields[name].trim() === ''
          ? t('fieldNeeded')
          : errorField(save.error) === name
            ? t('fieldWrong')
            : null
      }
    >
      <TextInput value={fields[name]} onInput={(value) => setFields(name, value)} maxLength={100} />
    </Field>
  )
  return (
    <Form onSubmit={send} gap={5}>
      <Columns>
        <Stack gap={5}>
          <Section title={t('autoSettle')}>
            <Checkbox checked={fields.autoSettle} onChange={(on) => setFields('autoSettle', on)}>
              {t('autoSettleLabel')}
            </Checkbox>
            <Quiet>{t('autoSettleOn')}</Quiet>
          </Section>
          <Section title={t('invoiceWay')}>
            <RadioGroup
              label={t('invoiceWay')}
              choices={[
                { value: 'files' as const, label: t('invoiceWayFiles') },
                { value: 'provider' as const, label: t('invoiceWayProvider') },
              ]}
              value={fields.invoiceWay}
              onChange={(way) => setFields('invoiceWay', way)}
            />
            <FieldGroup>
              {text('invoiceItemName', t('invoiceItemHint'))}
              <Field
                label={t('invoiceTaxRateBp')}
                error={complained() && rateOf(rate()) === null ? t('taxRateWrong') : null}
              >
                <TextInput value={rate()} onInput={setRate} inputMode="decimal" maxLength={5} />
              </Field>
            </FieldGroup>
          </Section>
        </Stack>
        <Section title={t('sellerDetails')}>
          <FieldGroup>{seller.map((name) => text(name))}</FieldGroup>
        </Section>
      </Columns>
      <ErrorNote error={save.error} />
      <Line>
        <Button kind="primary" type="submit" busy={save.isPending}>
          {desk('save')}
        </Button>
      </Line>
    </Form>
  )
}
