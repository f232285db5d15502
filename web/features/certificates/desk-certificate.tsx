import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type {
  CertificateDoubt,
  DeskCertificate as View,
} from '../../../server/features/certificates/certificates.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Facts, Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { t as desk } from '../../texts/desk-certificates.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { onOther } from '../shell/review-desk.tsx'
import { CertificateBody, DownloadCertificate, pdfHref } from './certificate-parts.tsx'
import { RevokeForm } from './desk-revoke-certificate.tsx'

type Act = 'revoke' | 'reissue'

/** One certificate at the desk: what it says, whether it would be issued today, and what can be done about it. */
export function DeskCertificate(props: { id: string; onOpen: (id: string) => void; onClose: () => void }): JSX.Element {
  const query = api.certificates.getForStaff.use(() => ({ id: props.id }))
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('one')}>
          <SkeletonRows count={10} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('one')}>
          <ErrorState title={t('notOpened')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>{(view) => <Shown {...props} view={view()} />}</Match>
    </Switch>
  )
}

function Shown(props: { view: View; onOpen: (id: string) => void; onClose: () => void }): JSX.Element {
  const now = createNow()
  const [act, setAct] = createSignal<Act | null>(null)
  onOther(
    () => props.view.id,
    () => setAct(null),
  )
  return (
    <Pane
      label={t('one')}
      shownId={props.view.id}
      foot={
        <Show when={act()} keyed fallback={<Foot view={props.view} onAct={setAct} />}>
          {(doing) => <RevokeForm view={props.view} act={doing} onIssued={props.onOpen} onClose={() => setAct(null)} />}
        </Show>
      }
    >
      <PanePart>
        <CertificateBody
          certificate={props.view}
          hrefOf={(id) => `/desk/certificates/${id}`}
          aside={<IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />}
        >
          <Show when={props.view.revokedAt}>
            {(at) => (
              <Quiet>{desk('revokedBy', { name: props.view.revokedByName, when: formatDateTime(at(), now()) })}</Quiet>
            )}
          </Show>
          <Show when={props.view.doubt}>{(doubt) => <Note tone="waiting">{doubtText(doubt(), props.view)}</Note>}</Show>
        </CertificateBody>
        <Show when={!props.view.replacedBy}>
          <Now view={props.view} />
        </Show>
        <Line>
          <ButtonLink size="dense" href={`/desk/learners/${props.view.learnerId}`}>
            {desk('seeLearner')}
          </ButtonLink>
          <ButtonLink size="dense" href={`/desk/audit?subject=${props.view.id}`}>
            {desk('seeAudit')}
          </ButtonLink>
        </Line>
      </PanePart>
    </Pane>
  )
}

const hoursOf = ({ now }: View) => ({ hours: formatHours(now.hours), required: formatHours(now.requiredHours) })

function doubtText(doubt: CertificateDoubt, view: View): string {
  if (doubt === 'payment') return desk('doubtPaymentText')
  return view.now.hours < view.now.requiredHours ? desk('doubtHoursText', hoursOf(view)) : desk('doubtKindText')
}

/** What a new one in its place would say; why there can be none. */
function Now(props: { view: View }): JSX.Element {
  const same = () =>
    props.view.now.learnerName === props.view.learnerName && props.view.now.idNumberMasked === props.view.idNumberMasked
  return (
    <Section title={desk('nowTitle')} ruled>
      <Switch
        fallback={
          <>
            <Quiet>{desk('nowDiffers')}</Quiet>
            <Facts
              facts={[
                { label: t('name'), value: <strong>{props.view.now.learnerName}</strong> },
                { label: t('idNumber'), value: <IdNumber>{props.view.now.idNumberMasked}</IdNumber> },
                { label: t('organisation'), value: props.view.now.organisationName, wide: true },
                { label: t('hours'), value: formatHours(props.view.now.hours) },
              ]}
            />
          </>
        }
      >
        <Match when={props.view.now.refusal}>
          <Quiet>{desk('cannotReissue', { why: refusalText(props.view) })}</Quiet>
        </Match>
        <Match when={same()}>
          <Quiet>{desk('nowSame')}</Quiet>
        </Match>
      </Switch>
    </Section>
  )
}

function refusalText(view: View): string {
  switch (view.now.refusal) {
    case 'hours':
      return desk('refusalHours', hoursOf(view))
    case 'payment':
      return desk('refusalPayment')
    case 'off':
      return desk('refusalOff')
    case 'erased':
      return desk('refusalErased')
    case null:
      return ''
  }
}

function Foot(props: { view: View; onAct: (act: Act) => void }): JSX.Element {
  const staff = useStaff()
  const mayRevoke = () => staff.may('reviewer') && props.view.state === 'valid'
  const mayReissue = () => staff.may('reviewer') && props.view.replacedBy === null && props.view.now.refusal === null
  createKeys(() => [
    { key: 'R', label: desk('keyRevoke'), run: () => props.onAct('revoke'), when: mayRevoke },
    { key: 'I', label: desk('keyReissue'), run: () => props.onAct('reissue'), when: mayReissue },
    { key: 'D', label: desk('keyDownload'), run: () => window.location.assign(pdfHref(props.view.id)) },
  ])
  return (
    <VerdictBar>
      <DownloadCertificate id={props.view.id} />
      <Show when={mayReissue()}>
        <Button keyHint="I" onClick={() => props.onAct('reissue')}>
          {props.view.state === 'valid' ? desk('reissueValid') : desk('reissue')}
        </Button>
      </Show>
      <Show when={mayRevoke()}>
        <Button kind="danger" keyHint="R" onClick={() => props.onAct('revoke')}>
          {desk('revoke')}
        </Button>
      </Show>
    </VerdictBar>
  )
}
