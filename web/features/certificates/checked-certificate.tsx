import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { CheckedCertificate as Checked } from '../../../server/features/certificates/certificates.schema.ts'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Headline, Note, Quiet, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/certificate-check.zh-CN.ts'
import { formatCalendarDay } from '../../texts/format.ts'

/** What strangers are told of a certificate: first whether it counts. */
export function CheckedCertificate(props: { certificate: Checked }): JSX.Element {
  const valid = () => props.certificate.state === 'valid'
  return (
    <Stack gap={4}>
      <Stack gap={2}>
        <div>
          <Chop tone={valid() ? 'settled' : 'rejected'}>{valid() ? t('valid') : t('revoked')}</Chop>
        </div>
        <Headline>{valid() ? t('validTitle') : t('revokedTitle')}</Headline>
      </Stack>
      <Show when={props.certificate.revokedOn}>
        {(day) => (
          <Note tone="rejected">
            {t('revokedText', { day: formatCalendarDay(day()) })}
            <Show when={props.certificate.replaced}>
              <p>{t('replacedText')}</p>
            </Show>
          </Note>
        )}
      </Show>
      <Facts
        facts={[
          { label: t('holder'), value: props.certificate.nameMasked, wide: true },
          { label: t('plan'), value: props.certificate.planName, wide: true },
          { label: t('hours'), value: formatHours(props.certificate.hours) },
          { label: t('issuedOn'), value: formatCalendarDay(props.certificate.issuedOn) },
          { label: t('centre'), value: props.certificate.centreName, wide: true },
        ]}
      />
      <Quiet>{t('compare')}</Quiet>
    </Stack>
  )
}

export function UnknownCertificate(props: { by: 'code' | 'number' }): JSX.Element {
  return <EmptyState title={t('unknown')}>{props.by === 'code' ? t('unknownCode') : t('unknownNumber')}</EmptyState>
}
