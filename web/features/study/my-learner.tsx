import { createSignal, type JSX, Show } from 'solid-js'
import type { MyLearner as Learner } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Line, Quiet, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/contact.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

/** What the centre knows about a learner, shown to them: the name and ID number masked, and the education, theirs to change. */
export default function MyLearner(props: { contact: JSX.Element }): JSX.Element {
  const mine = api.learners.me.use(() => undefined)
  const [editing, setEditing] = createSignal(false)
  return (
    <Loaded query={mine} errorTitle={t('notOpened')} skeleton={<SkeletonCards count={2} />}>
      {(data) => (
        <>
          <Section title={data().name}>
            <Card>
              <CardLine label={t('idNumber')} value={<IdNumber>{data().idNumberMasked}</IdNumber>} />
              <CardLine label={data().organisation.names.join(' › ')} note={t('organisation')} />
              <CardLine label={t('post')} value={data().post || t('notSet')} />
              <CardLine
                label={t('education')}
                value={data().education || t('notSet')}
                onOpen={() => setEditing(!editing())}
              />
            </Card>
            <Show when={editing()}>
              <EditEducation mine={data()} onClose={() => setEditing(false)} />
            </Show>
            <Quiet>{t('organisationChanges')}</Quiet>
          </Section>
          <Section title={t('contact')}>{props.contact}</Section>
        </>
      )}
    </Loaded>
  )
}

function EditEducation(props: { mine: Learner; onClose: () => void }): JSX.Element {
  const [typed, setTyped] = createSignal(props.mine.education)
  const save = api.learners.updateMine.use({
    onSuccess: () => {
      showToast({ text: t('educationSaved') })
      props.onClose()
    },
    stale: [api.learners.me.key()],
  })
  const send = () => save.mutate({ updatedAt: props.mine.updatedAt, education: typed().trim() })
  return (
    <Card padded label={t('education')}>
      <Form onSubmit={send} gap={3}>
        <Field label={t('education')} hint={t('educationHint')}>
          <TextInput
            value={typed()}
            onInput={setTyped}
            maxLength={50}
            ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
          />
        </Field>
        <ErrorNote error={save.error} />
        <Line>
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
        </Line>
      </Form>
    </Card>
  )
}
