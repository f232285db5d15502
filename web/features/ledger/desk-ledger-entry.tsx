import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import type { LedgerEntry } from '../../../server/features/ledger/ledger.schema.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { Facts, Line, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { formatCalendarDay } from '../../texts/format.ts'
import { t } from '../../texts/ledger.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { accountName, causeOf, kindWord } from './ledger-words.ts'

/** Under the entries: what caused the chosen one, why, who, on which day of the books, and its other side. */
export function LedgerEntryDetail(props: {
  entry: LedgerEntry
  onOther: (accountId: string) => void
  onClose: () => void
}): JSX.Element {
  const cause = () => causeOf(props.entry)
  return (
    <PanePart>
      <Stack gap={2}>
        <Line apart>
          <Line gap={3}>
            <strong>{kindWord(props.entry.kind)}</strong>
            <Money amount={props.entry.amountFen} />
          </Line>
          <Line>
            <Show when={cause().href}>
              {(href) => (
                <ButtonLink size="dense" href={href()}>
                  {t('seeCause')}
                </ButtonLink>
              )}
            </Show>
            <Button size="dense" onClick={() => props.onOther(props.entry.other.id)}>
              {t('seeOther')}
            </Button>
            <IconButton label={shared('close')} icon={<X size={16} />} onClick={() => props.onClose()} />
          </Line>
        </Line>
        <Facts
          beside
          facts={[
            {
              label: t('cause'),
              value: cause().word,
            },
            {
              label: t('otherAccount'),
              value: [kindWord(props.entry.other.kind), accountName(props.entry.other), props.entry.other.note]
                .filter(Boolean)
                .join('　'),
            },
            { label: t('bookedOn'), value: formatCalendarDay(props.entry.bookedOn) },
            { label: t('by'), value: props.entry.by ?? t('system') },
            ...(props.entry.reason ? [{ label: t('reason'), value: props.entry.reason, wide: true }] : []),
          ]}
        />
      </Stack>
    </PanePart>
  )
}
