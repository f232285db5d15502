import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { DataRequest } from '../../../server/features/privacy/personal-data.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as shared } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-privacy.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { DataRequestVerdict } from './desk-data-verdict.tsx'
import { ExportForStaff } from './export-for-staff.tsx'
import { obstacleSentence } from './obstacle-words.ts'
import { personWord } from './person-word.ts'

/** One request: who asked for what, what stands in its way, what stays, and the verdict. */
export function DeskDataRequest(props: { id: string; onClose: () => void }): JSX.Element {
  const request = api.privacy.request.use(() => ({ id: props.id }))
  const loaded = () => (request.isSuccess ? request.data : null)
  return (
    <Pane
      label={t('title')}
      head={
        <Line apart>
          <strong>{loaded() ? personWord((loaded() as DataRequest).learner) : ''}</strong>
          <IconButton label={shared('closeDetails')} icon={<X size={16} />} onClick={() => props.onClose()} />
        </Line>
      }
      foot={<Show when={loaded()}>{(one) => <DataRequestVerdict request={one()} />}</Show>}
    >
      <Loaded query={request} skeleton={<SkeletonRows count={8} />} errorTitle={t('notOpened')}>
        {(one) => <Story request={one()} />}
      </Loaded>
    </Pane>
  )
}

function Story(props: { request: DataRequest }): JSX.Element {
  const now = createNow()
  const tones = { requested: 'waiting', done: 'settled', refused: 'rejected' } as const
  const one = () => props.request
  const stays = () => {
    const { orders, hours, certificates, cardLines } = one().stays
    return [
      ...(orders > 0 ? [t('staysOrders', { count: orders })] : []),
      ...(hours > 0 ? [t('staysHours', { count: hours })] : []),
      ...(certificates > 0 ? [t('staysCertificates', { count: certificates })] : []),
      ...(cardLines > 0 ? [t('staysCards', { count: cardLines })] : []),
    ]
  }
  return (
    <>
      <PanePart>
        <Stack gap={3}>
          <Line>
            <Chop tone={tones[one().state]} since={formatDateTime(one().stateSince, now())}>
              {t(one().state)}
            </Chop>
            <strong>{t(one().kind)}</strong>
          </Line>
          <Facts
            facts={[
              { label: t('columnName'), value: personWord(one().learner) },
              ...(one().learner.erased
                ? []
                : [{ label: t('idNumber'), value: <IdNumber>{one().learner.idNumberMasked}</IdNumber> }]),
              { label: t('columnOrganisation'), value: one().organisation.name },
              { label: t('by'), value: one().requestedByName },
              { label: t('columnAt'), value: formatDateTime(one().createdAt, now()) },
              { label: t('reason'), value: one().reason || t('noReason') },
              ...(one().state === 'requested' ? [] : [{ label: t('decidedBy'), value: one().decidedByName }]),
              ...(one().answer ? [{ label: t('answer'), value: one().answer }] : []),
            ]}
          />
          <Show when={!one().learner.erased}>
            <Line>
              <ButtonLink size="dense" href={`/desk/learners/${one().learner.id}`}>
                {t('toLearner')}
              </ButtonLink>
            </Line>
          </Show>
        </Stack>
      </PanePart>
      <Show when={one().obstacles.length > 0}>
        <PanePart>
          <Note tone="waiting">
            <strong>{t('blocked')}</strong> {t('blockedText')}
            <ul>
              <For each={one().obstacles}>{(obstacle) => <li>{obstacleSentence(obstacle)}</li>}</For>
            </ul>
          </Note>
        </PanePart>
      </Show>
      <Show when={one().kind === 'erasure' && one().state !== 'refused'}>
        <PanePart>
          <Section title={t('stays')} ruled>
            <Show when={stays().length > 0} fallback={<Quiet>{t('staysNothing')}</Quiet>}>
              <Quiet>{t('staysText')}</Quiet>
              <ul>
                <For each={stays()}>{(line) => <li>{line}</li>}</For>
              </ul>
            </Show>
          </Section>
        </PanePart>
      </Show>
      <Show when={!one().learner.erased}>
        <PanePart>
          <ExportForStaff learnerId={one().learner.id} />
        </PanePart>
      </Show>
    </>
  )
}
