import { useLocation, useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { CertificateRow } from '../../../server/features/certificates/certificates.schema.ts'
import { api } from '../../api.ts'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { formatCalendarDay, formatDay } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { StudyPage } from './learner-shell.tsx'
import { shownNumber } from './study-words.ts'

/** 证书: what was issued, whoever the learner was with then, each to be downloaded. */
export default function CertificatesPage(): JSX.Element {
  return (
    <StudyPage title={t('certificates')}>
      {(study) => (
        <Show
          when={study().certificates.length > 0}
          fallback={<EmptyState title={t('certificatesEmpty')}>{t('certificatesEmptyText')}</EmptyState>}
        >
          <Stack gap={3}>
            <For each={study().certificates}>{(one) => <Certificate one={one} />}</For>
          </Stack>
        </Show>
      )}
    </StudyPage>
  )
}

function Certificate(props: { one: CertificateRow }): JSX.Element {
  const now = createNow()
  const valid = () => props.one.state === 'valid'
  return (
    <Card label={props.one.number}>
      <CardEntry
        state={
          <Chop tone={valid() ? 'settled' : 'rejected'} since={shownNumber(props.one.number)}>
            {t(valid() ? 'valid' : 'revoked')}
          </Chop>
        }
        main={<strong>{props.one.planName}</strong>}
        note={t('issuedOn', { day: formatCalendarDay(props.one.issuedOn) })}
        noteEnd={t('hoursOf', { hours: formatHours(props.one.hours) })}
      >
        <Show when={!valid() && props.one.revokedAt}>
          {(at) => (
            <>
              {t('revokedOn', { day: formatDay(at(), now()) })} {props.one.revokedReason}
            </>
          )}
        </Show>
      </CardEntry>
      <Show when={valid()}>
        <CardLine label={t('download')} href={`/api/files/certificates/${props.one.id}/certificate.pdf`} download />
        <CheckLine id={props.one.id} />
      </Show>
    </Card>
  )
}

/** The page that anybody checks it on: its address is asked for when somebody wants it. */
function CheckLine(props: { id: string }): JSX.Element {
  const navigate = useNavigate()
  const here = useLocation()
  const [failed, setFailed] = createSignal<unknown>(null)
  const open = async () => {
    try {
      const { code } = await api.certificates.get.query({ id: props.id })
      navigate(`/c/${code}`, { state: { from: here.pathname } })
    } catch (error) {
      setFailed(error)
    }
  }
  return (
    <>
      <CardLine label={t('check')} onOpen={() => void open()} />
      <ErrorNote error={failed()} />
    </>
  )
}
