import { type JSX, Show } from 'solid-js'
import type { AuditChange, AuditEntryView } from '../../../server/features/audit/audit.schema.ts'
import { Facts, Headline, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/audit.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { actionWord, actorWord, keyWord, subjectWord, valueWord } from './audit-words.ts'

/** One entry: who, when, from where, what was there before and what is there now, and its place in the chain. */
export function AuditEntry(props: { entry: AuditEntryView; links?: JSX.Element | undefined }): JSX.Element {
  const now = createNow()
  const differences = () => props.entry.changes.filter((change) => change.kind !== 'same')
  const same = () => props.entry.changes.filter((change) => change.kind === 'same')
  return (
    <>
      <Headline>{actionWord(props.entry.action)}</Headline>
      <Facts
        beside
        facts={[
          { label: t('columnAt'), value: formatDateTime(props.entry.at, now()) },
          {
            label: t('columnActor'),
            value: (
              <>
                {actorWord(props.entry)}
                <Show when={props.entry.actorRole !== 'system'}>
                  {' '}
                  <Quiet>{t(props.entry.actorRole)}</Quiet>
                </Show>
              </>
            ),
          },
          ...(props.entry.ip ? [{ label: t('columnIp'), value: props.entry.ip }] : []),
          { label: t('columnSubject'), value: subjectWord(props.entry) },
          ...(props.entry.organisationName
            ? [{ label: t('columnOrganisation'), value: props.entry.organisationName }]
            : []),
        ]}
      />
      {props.links}
      <Section title={t('changes')} ruled>
        <Show when={differences().length > 0} fallback={<Quiet>{t('noChanges')}</Quiet>}>
          <Changes changes={differences()} noun={props.entry.subjectType} now={now()} />
        </Show>
      </Section>
      <Show when={same().length > 0}>
        <Section title={t('unchangedValues')} ruled>
          <Changes changes={same()} noun={props.entry.subjectType} now={now()} />
        </Section>
      </Show>
      <Section title={t('columnSealed')} ruled>
        <Show when={props.entry.position} fallback={<Note tone="waiting">{t('notSealedYet')}</Note>}>
          {(position) => (
            <Facts
              beside
              facts={[
                {
                  label: t('place'),
                  value: t('sealedAt', {
                    position: position(),
                    at: props.entry.sealedAt ? formatDateTime(props.entry.sealedAt, now()) : '',
                  }),
                },
                { label: t('hash'), value: <Quiet>{props.entry.hash}</Quiet> },
              ]}
            />
          )}
        </Show>
      </Section>
    </>
  )
}

/** What is now stands first; what was stands under it, quietly. */
function Changes(props: { changes: readonly AuditChange[]; noun: string; now: Date }): JSX.Element {
  const words = (change: AuditChange) => ({
    before: valueWord(change.key, change.before, props.now, props.noun),
    after: valueWord(change.key, change.after, props.now, props.noun),
  })
  return (
    <Facts
      beside
      facts={props.changes.map((change) => ({
        label: keyWord(change.key),
        value: (
          <Show when={change.kind === 'changed' || change.kind === 'removed'} fallback={words(change).after}>
            <Stack gap={1}>
              <span>{change.kind === 'removed' ? t('removed') : words(change).after}</span>
              <Quiet>{t('was', { before: words(change).before })}</Quiet>
            </Stack>
          </Show>
        ),
      }))}
    />
  )
}
