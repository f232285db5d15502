import { createSignal, type JSX } from 'solid-js'
import type { PayeeAccountRef, StatementFileView } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Headline, Line, Note } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'

/** Which of our accounts a file is about that does not say so. */
export function StatementAccount(props: {
  file: StatementFileView
  accounts: readonly PayeeAccountRef[]
}): JSX.Element {
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [asked, setAsked] = createSignal(false)
  const choose = api.statements.chooseAccount.use()
  const send = () => {
    const payeeAccountId = chosen()
    setAsked(true)
    if (payeeAccountId !== null) choose.mutate({ fileId: props.file.id, payeeAccountId })
  }
  return (
    <PanePart>
      <Headline>{t('accountTitle')}</Headline>
      <Note>
        {props.file.account === null ? t('accountText') : t('accountUnsure', { account: props.file.account })}
      </Note>
      <Form onSubmit={send}>
        <Field label={t('accountLabel')} required error={asked() && chosen() === null ? t('accountMissing') : null}>
          <RadioGroup
            value={chosen()}
            onChange={setChosen}
            choices={props.accounts.map(({ id, name, bank, account }) => ({
              value: id,
              label: t('accountChoice', { bank, account: account.replace(/(\d{4})(?=\d)/g, '$1 ') }),
              hint: name,
            }))}
          />
        </Field>
        <ErrorNote error={choose.error} />
        <Line>
          <Button type="submit" kind="primary" busy={choose.isPending}>
            {t('accountSend')}
          </Button>
        </Line>
      </Form>
    </PanePart>
  )
}
