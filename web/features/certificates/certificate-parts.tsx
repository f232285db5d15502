import Copy from 'lucide-solid/icons/copy'
import Download from 'lucide-solid/icons/download'
import ExternalLink from 'lucide-solid/icons/external-link'
import Package from 'lucide-solid/icons/package'
import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { CertificateRow, CertificateView } from '../../../server/features/certificates/certificates.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { shanghaiDate } from '../../texts/format.ts'
import type { CertificateFilter } from './certificate-filters.ts'
import { mostInArchive, packHref } from './certificate-filters.ts'

export const stateTones = { valid: 'settled', revoked: 'rejected' } as const

export const pdfHref = (id: string) => `/api/files/certificates/${id}/certificate.pdf`

/** The state first, with its day. */
export function CertificateChop(props: { certificate: CertificateRow }): JSX.Element {
  const { certificate } = props
  return (
    <Chop
      tone={stateTones[certificate.state]}
      since={certificate.revokedAt ? shanghaiDate(new Date(certificate.revokedAt)) : certificate.issuedOn}
    >
      {t(certificate.state)}
    </Chop>
  )
}

/** What stands on a certificate and what has become of it. `hrefOf`: the page of another one. */
export function CertificateBody(props: {
  certificate: CertificateView
  hrefOf: (id: string) => string
  aside?: JSX.Element | undefined
  /** Stands under the state: what staff alone see. */
  children?: JSX.Element
}): JSX.Element {
  const one = () => props.certificate
  return (
    <Stack gap={4}>
      <Stack gap={2}>
        <Line apart>
          <CertificateChop certificate={one()} />
          {props.aside}
        </Line>
        <Headline>{one().learnerName}</Headline>
      </Stack>
      <Show when={one().revokedAt}>
        {(at) => (
          <Note tone="rejected">
            {t('revokedBecause', { day: shanghaiDate(new Date(at())), reason: one().revokedReason ?? '' })}
          </Note>
        )}
      </Show>
      <Show when={one().replacedBy}>
        {(other) => <ButtonLink href={props.hrefOf(other().id)}>{t('seeNew', { number: other().number })}</ButtonLink>}
      </Show>
      {props.children}
      <Facts facts={factsOf(one(), props.hrefOf)} />
      <Line>
        <CopyButton text={one().checkUrl} icon={<Copy size={16} />}>
          {t('copyLink')}
        </CopyButton>
        <ButtonLink href={`/c/${one().code}`} target="_blank" icon={<ExternalLink size={16} />}>
          {t('openCheck')}
        </ButtonLink>
      </Line>
    </Stack>
  )
}

function factsOf(one: CertificateView, hrefOf: (id: string) => string): Fact[] {
  return [
    { label: t('number'), value: <strong>{one.number}</strong> },
    { label: t('idNumber'), value: <IdNumber>{one.idNumberMasked}</IdNumber> },
    { label: t('titleOf'), value: one.title, wide: true },
    { label: t('plan'), value: one.planName, wide: true },
    { label: t('planNumber'), value: one.planNumber },
    { label: t('year'), value: String(one.year) },
    {
      label: t('hours'),
      value: (
        <>
          <strong>{formatHours(one.hours)}</strong>{' '}
          <Quiet>
            {t('hoursOf', { compulsory: formatHours(one.compulsoryHours), elective: formatHours(one.electiveHours) })}
          </Quiet>
        </>
      ),
      wide: true,
    },
    { label: t('organisation'), value: one.organisationName, wide: true },
    { label: t('publisher'), value: one.publisher, wide: true },
    { label: t('centre'), value: one.centreName, wide: true },
    { label: t('issuedOn'), value: one.issuedOn },
    { label: t('code'), value: one.code.replace(/.{4}(?=.)/g, '$& ') },
    ...(one.replaces
      ? [{ label: t('replaces'), value: <a href={hrefOf(one.replaces.id)}>{one.replaces.number}</a>, wide: true }]
      : []),
  ]
}

/** The PDF, saved by the browser. */
export function DownloadCertificate(props: { id: string; main?: boolean | undefined }): JSX.Element {
  return (
    <ButtonLink
      kind="primary"
      size={props.main ? 'main' : 'normal'}
      wide={props.main}
      icon={<Download size={20} />}
      href={pdfHref(props.id)}
      target="_self"
      download=""
    >
      {t('download')}
    </ButtonLink>
  )
}

/** All valid ones of the list as it stands, in a ZIP that the browser writes while it comes. */
export function PackCertificates(props: {
  of: 'own' | 'centre'
  filter: CertificateFilter
  count: number
}): JSX.Element {
  const tooMany = () => props.count > mostInArchive
  const begin = (event: MouseEvent) => {
    if (tooMany()) event.preventDefault()
    showToast({
      text: tooMany()
        ? t('packTooMany', { count: props.count, most: mostInArchive })
        : t('packing', { count: props.count }),
    })
  }
  return (
    <Show when={props.count > 0}>
      <ButtonLink
        icon={<Package size={16} />}
        href={packHref(props.of, props.filter)}
        target="_self"
        download=""
        onClick={begin}
      >
        {t('pack', { count: props.count })}
      </ButtonLink>
    </Show>
  )
}
