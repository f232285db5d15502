import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type {
  CertificateRow,
  ExportCertificatesInput,
} from '../../../server/features/certificates/certificates.schema.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { language } from '../../texts/texts.ts'
import type { DeskColumn } from '../shell/desk-list.tsx'
import { downloadByPost } from '../shell/download.ts'
import { stateTones } from './certificate-parts.tsx'

/** The columns of 证书管理, on the organisation's desk and on the staff's. */
export function certificateColumns<Row extends CertificateRow>(roomy: boolean): DeskColumn<Row>[] {
  return [
    { id: 'number', header: t('number'), cell: (row) => row.number, width: '128px' },
    {
      id: 'name',
      header: t('name'),
      cell: (row) => <LongName>{row.learnerName}</LongName>,
      long: true,
      width: '96px',
    },
    {
      id: 'idNumber',
      header: t('idNumber'),
      cell: (row) => <IdNumber>{row.idNumberMasked}</IdNumber>,
      width: '180px',
      wide: true,
    },
    {
      id: 'plan',
      header: t('plan'),
      cell: (row) => <LongName>{row.planName}</LongName>,
      long: true,
    },
    {
      id: 'organisation',
      header: t('organisation'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
      width: roomy ? '280px' : '168px',
      wide: true,
    },
    { id: 'hours', header: t('hours'), cell: (row) => formatHours(row.hours), align: 'end', width: '72px' },
    { id: 'issuedOn', header: t('issuedOn'), cell: (row) => row.issuedOn, width: '104px' },
    {
      id: 'state',
      header: t('state'),
      cell: (row) => <StateMark tone={stateTones[row.state]}>{t(row.state)}</StateMark>,
      width: '104px',
    },
  ]
}

/** The list as it stands, as a workbook. */
export function ExportCertificates(props: {
  of: ExportCertificatesInput['of']
  filter: Partial<ExportCertificatesInput['filter']>
}): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const send = async () => {
    setBusy(true)
    try {
      await downloadByPost('/api/certificates/export', { of: props.of, filter: props.filter, locale: language() })
    } catch (error) {
      showToast({ text: errorSentence(error) })
    }
    setBusy(false)
  }
  return (
    <Button icon={<Download size={16} />} busy={busy()} onClick={() => void send()}>
      {busy() ? t('exporting') : t('export')}
    </Button>
  )
}
