import Download from 'lucide-solid/icons/download'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { MyData } from '../../../server/features/privacy/personal-data.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/my-data.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { downloadByPost } from '../shell/download.ts'
import { LearnerShell } from '../study/learner-shell.tsx'
import { obstacleSentence } from './obstacle-words.ts'

/** 我的数据: what the centre keeps about a learner, a copy of it to take away, and the wish to be erased. */
export default function MyDataPage(): JSX.Element {
  const mine = api.privacy.mine.use(() => undefined)
  return (
    <LearnerShell title={t('title')} back="/learner/me">
      <Loaded query={mine} errorTitle={t('notOpened')}>
        {(data) => (
          <>
            <Kept data={data()} />
            <TakeAway />
            <Erasure data={data()} />
          </>
        )}
      </Loaded>
    </LearnerShell>
  )
}

function Kept(props: { data: MyData }): JSX.Element {
  const counts = () => props.data.counts
  const lines = () => [
    { label: t('person'), value: undefined },
    { label: t('enrolments'), value: t('entries', { count: counts().enrolments }) },
    { label: t('hours'), value: t('entries', { count: counts().hours }) },
    { label: t('certificates'), value: t('sheets', { count: counts().certificates }) },
    { label: t('cards'), value: t('entries', { count: counts().cardLines + counts().openings }) },
    { label: t('notices'), value: t('entries', { count: counts().notices }) },
  ]
  return (
    <Section title={t('kept')}>
      <Card>
        <For each={lines()}>{(line) => <CardLine label={line.label} value={line.value} />}</For>
      </Card>
    </Section>
  )
}

function TakeAway(): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const fetchIt = async () => {
    setBusy(true)
    setError(null)
    try {
      await downloadByPost('/api/privacy/export', { locale: language() })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title={t('exportTitle')}>
      <Stack gap={2}>
        <Quiet>{t('exportText')}</Quiet>
        <Button icon={<Download size={20} />} wide busy={busy()} onClick={() => void fetchIt()}>
          {busy() ? t('exporting') : t('exportNow')}
        </Button>
        <ErrorNote error={error()} />
      </Stack>
    </Section>
  )
}

function Erasure(props: { data: MyData }): JSX.Element {
  const waiting = () => (props.data.erasure?.state === 'requested' ? props.data.erasure : null)
  const withdraw = api.privacy.withdrawErasure.use({ onSuccess: () => void showToast({ text: t('withdrawn') }) })
  return (
    <Section title={t('eraseTitle')}>
      <Stack gap={3}>
        <Show when={waiting()} fallback={<Ask data={props.data} />}>
          {(one) => (
            <>
              <Note tone="waiting">
                <strong>{t('asked')}</strong> {t('askedText')}
              </Note>
              <ErrorNote error={withdraw.error} />
              <Button wide busy={withdraw.isPending} onClick={() => withdraw.mutate({ id: one().id })}>
                {t('withdraw')}
              </Button>
            </>
          )}
        </Show>
      </Stack>
    </Section>
  )
}

function Ask(props: { data: MyData }): JSX.Element {
  const [sure, setSure] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const id = newId()
  const ask = api.privacy.askErasure.use()
  const refused = () => (props.data.erasure?.state === 'refused' ? props.data.erasure : null)
  return (
    <>
      <Show when={refused()}>
        {(one) => (
          <Note tone="rejected">
            <strong>{t('refused')}</strong> {one().answer}
          </Note>
        )}
      </Show>
      <Quiet>{t('eraseText')}</Quiet>
      <Show
        when={props.data.obstacles.length === 0}
        fallback={
          <Note tone="waiting">
            <strong>{t('blocked')}</strong>
            <ul>
              <For each={props.data.obstacles}>{(obstacle) => <li>{obstacleSentence(obstacle)}</li>}</For>
            </ul>
          </Note>
        }
      >
        <Show
          when={sure()}
          fallback={
            <Button kind="danger" wide onClick={() => setSure(true)}>
              {refused() ? t('again') : t('askNow')}
            </Button>
          }
        >
          <Field label={t('why')}>
            <TextInput value={reason()} maxLength={500} onInput={setReason} />
          </Field>
          <ErrorNote error={ask.error} />
          <Line>
            <Button kind="dangerFill" busy={ask.isPending} onClick={() => ask.mutate({ id, reason: reason().trim() })}>
              {ask.isPending ? t('asking') : t('confirm')}
            </Button>
            <Button kind="quiet" onClick={() => setSure(false)}>
              {t('cancel')}
            </Button>
          </Line>
        </Show>
      </Show>
    </>
  )
}
