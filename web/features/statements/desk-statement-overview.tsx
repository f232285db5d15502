import Download from 'lucide-solid/icons/download'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { LineCategory, StatementRowError } from '../../../server/features/statements/statement-reading.schema.ts'
import type { StatementFileView } from '../../../server/features/statements/statements.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { formatBytes, formatCount, formatDateTime } from '../../texts/format.ts'
import { t as words } from '../../texts/statement-words.zh-CN.ts'
import { StatementGaps } from './desk-statement-gaps.tsx'
import { periodWord, rowErrorSentence } from './statement-states.ts'

/** What a file brought, what could not be read, and where its balance breaks. */
export function StatementOverview(props: { file: StatementFileView }): JSX.Element {
  const now = createNow()
  const unmatched = () => props.file.totals.some(({ state }) => state === 'unmatched' || state === 'suggested')
  const facts = (): Fact[] => {
    const { payeeAccount, lineCount, newCount, createdAt, createdByName, sizeBytes } = props.file
    return [
      ...(payeeAccount
        ? [
            {
              label: t('factAccount'),
              value: (
                <>
                  {payeeAccount.bank} <AccountNumber>{payeeAccount.account}</AccountNumber>
                </>
              ),
              wide: true,
            },
          ]
        : []),
      { label: t('factPeriod'), value: periodWord(props.file) },
      {
        label: t('factLines'),
        value: t('factLinesText', { all: formatCount(lineCount ?? 0), fresh: formatCount(newCount ?? 0) }),
      },
      { label: t('factUploaded'), value: t('factBy', { at: formatDateTime(createdAt, now()), name: createdByName }) },
      { label: t('factSize'), value: formatBytes(sizeBytes) },
    ]
  }
  return (
    <>
      <PanePart>
        <Show when={props.file.newCount === 0}>
          <Note>{t('allKnown')}</Note>
        </Show>
        <Show when={props.file.reversedMatched > 0}>
          <Note tone="rejected">{t('reversedMatched', { count: formatCount(props.file.reversedMatched) })}</Note>
        </Show>
        <Show when={props.file.repeatedCount > 0}>
          <Note tone="waiting">{t('repeated', { count: formatCount(props.file.repeatedCount) })}</Note>
        </Show>
        <Facts facts={facts()} />
        <Show when={props.file.remembered}>
          <Quiet>{t('remembered')}</Quiet>
        </Show>
        <Show when={props.file.otherRows > 0}>
          <Quiet>{t('otherRows', { count: formatCount(props.file.otherRows) })}</Quiet>
        </Show>
        <Line>
          <Show when={unmatched()}>
            <ButtonLink kind="primary" href="/desk/matching">
              {t('toMatching')}
            </ButtonLink>
          </Show>
          <Show when={(props.file.newCount ?? 0) > 0}>
            <ButtonLink
              href={`/api/files/statements/${props.file.id}/lines`}
              target="_self"
              download=""
              icon={<Download size={16} />}
            >
              {t('exportLines')}
            </ButtonLink>
          </Show>
        </Line>
      </PanePart>
      <Show when={(props.file.gapCount ?? 0) > 0}>
        <PanePart>
          <StatementGaps gaps={props.file.gaps} count={props.file.gapCount ?? 0} />
        </PanePart>
      </Show>
      <Show when={props.file.rowErrors.length > 0}>
        <PanePart>
          <RowErrors file={props.file} />
        </PanePart>
      </Show>
      <Show when={props.file.totals.length > 0}>
        <PanePart>
          <Totals file={props.file} />
        </PanePart>
      </Show>
    </>
  )
}

/** The new lines by what they are. */
function Totals(props: { file: StatementFileView }): JSX.Element {
  const byCategory = () => {
    const sums = new Map<LineCategory, { count: number; sumFen: number }>()
    for (const { category, count, sumFen } of props.file.totals) {
      const before = sums.get(category) ?? { count: 0, sumFen: 0 }
      sums.set(category, { count: before.count + count, sumFen: before.sumFen + sumFen })
    }
    return [...sums]
  }
  return (
    <Section title={t('totals')} ruled>
      <Card>
        <For each={byCategory()}>
          {([category, { count, sumFen }]) => (
            <CardLine
              label={words(category)}
              note={t('total', { count: formatCount(count) })}
              value={<Money amount={fen(sumFen)} />}
            />
          )}
        </For>
      </Card>
    </Section>
  )
}

/** As many as one looks at before asking for more. */
const rowsAtOnce = 10

function RowErrors(props: { file: StatementFileView }): JSX.Element {
  const [shown, setShown] = createSignal(rowsAtOnce)
  const hidden = () => props.file.rowErrors.length - shown()
  return (
    <Section title={t('rowErrors', { count: formatCount(props.file.rowErrorCount) })} ruled>
      <Note tone={props.file.leftOutCount > 0 ? 'waiting' : 'quiet'}>
        {props.file.leftOutCount > 0
          ? t('rowErrorsText', { count: formatCount(props.file.leftOutCount) })
          : t('rowErrorsKept')}
      </Note>
      <Stack gap={2}>
        <For each={props.file.rowErrors.slice(0, shown())}>{(error) => <RowError error={error} />}</For>
      </Stack>
      <Show when={hidden() > 0}>
        <Line>
          <Button size="dense" onClick={() => setShown((count) => count + 5 * rowsAtOnce)}>
            {t('rowsMore', { count: hidden() })}
          </Button>
        </Line>
      </Show>
    </Section>
  )
}

export function RowError(props: { error: StatementRowError }): JSX.Element {
  return (
    <Stack gap={1}>
      <span>{rowErrorSentence(props.error)}</span>
      <Show when={props.error.value !== ''}>
        <Quiet>{t('rowValue', { value: props.error.value })}</Quiet>
      </Show>
    </Stack>
  )
}
