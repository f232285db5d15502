import { type JSX, Match, Show, Switch } from 'solid-js'
import type { RequestView } from '../../../server/features/invoices/invoices.schema.ts'
import type { IssuingView } from '../../../server/features/invoices/red-requests.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-issuing.zh-CN.ts'
import { formatDateTime, formatPhrases } from '../../texts/format.ts'

const askMs = 5_000

/** How a request stands with the provider: what it said, when it is asked next, and whether to go on by hand. */
export function ProviderPart(props: { view: RequestView }): JSX.Element {
  const concerned = () => props.view.state === 'issuing' || props.view.state === 'approved'
  const issuing = api.invoices.getIssuing.use(
    () => ({ about: 'invoice' as const, id: props.view.id }),
    () => ({ enabled: concerned(), refreshMs: askMs }),
  )
  const state = (): IssuingView | null => (concerned() && issuing.isSuccess ? issuing.data : null)
  const worthShowing = () => {
    const known = state()
    return known && (props.view.state === 'issuing' || known.providerName !== null) ? known : null
  }
  return (
    <Show when={worthShowing()}>
      {(known) => (
        <PanePart>
          <Section title={t('provider')} aside={known().providerName === 'sandbox' ? t('sandbox') : undefined}>
            <Show when={props.view.state === 'issuing'} fallback={<HandOver id={props.view.id} issuing={known()} />}>
              <UnderWay id={props.view.id} issuing={known()} />
            </Show>
          </Section>
        </PanePart>
      )}
    </Show>
  )
}

function UnderWay(props: { id: string; issuing: IssuingView }): JSX.Element {
  const now = createNow()
  const input = () => ({ about: 'invoice' as const, id: props.id })
  const ask = api.invoices.askProvider.use({ onSuccess: () => void showToast({ text: t('askedNow') }) })
  const takeBack = api.invoices.takeBackToHand.use({ onSuccess: () => void showToast({ text: t('takenBack') }) })
  const turn = () =>
    formatPhrases([
      props.issuing.questions > 0 ? t('asked', { count: props.issuing.questions }) : '',
      props.issuing.nextQuestionAt ? t('nextAt', { at: formatDateTime(props.issuing.nextQuestionAt, now()) }) : '',
    ])
  return (
    <Stack gap={2}>
      <Switch fallback={<Note tone="waiting">{t('waiting')}</Note>}>
        <Match when={props.issuing.failure}>
          {(failure) => <Note tone="rejected">{t('failedLine', { failure: failure() })}</Note>}
        </Match>
        <Match when={props.issuing.number}>
          {(number) => <Note tone="waiting">{t('filesAwaited', { number: number() })}</Note>}
        </Match>
      </Switch>
      <Show when={props.issuing.number}>
        {(number) => (
          <Stack gap={1}>
            <AccountNumber strong>{number()}</AccountNumber>
            <Quiet>{t('byHandUnder')}</Quiet>
          </Stack>
        )}
      </Show>
      <Quiet>{turn()}</Quiet>
      <ErrorNote error={ask.error ?? takeBack.error} />
      <Line>
        <Button size="dense" busy={ask.isPending} onClick={() => ask.mutate(input())}>
          {t('askNow')}
        </Button>
        <Button size="dense" busy={takeBack.isPending} onClick={() => takeBack.mutate(input())}>
          {t('takeBack')}
        </Button>
      </Line>
    </Stack>
  )
}

function HandOver(props: { id: string; issuing: IssuingView }): JSX.Element {
  const issue = api.invoices.issueByProvider.use({ onSuccess: () => void showToast({ text: t('handedOver') }) })
  return (
    <Stack gap={2}>
      <Show when={props.issuing.failure}>
        {(failure) => <Note tone="rejected">{t('failedLine', { failure: failure() })}</Note>}
      </Show>
      <ErrorNote error={issue.error} />
      <Line>
        <Button size="dense" busy={issue.isPending} onClick={() => issue.mutate({ requestId: props.id })}>
          {t(props.issuing.failure ? 'issueAgain' : 'issueByProvider')}
        </Button>
      </Line>
    </Stack>
  )
}
