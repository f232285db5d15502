import { createSignal, For, type JSX, Show } from 'solid-js'
import { fen, formatFen } from '../../../server/core/money.ts'
import type { InboxRow } from '../../../server/features/invoices/inbox.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-inbox.zh-CN.ts'
import { kindWord } from './desk-invoice-states.ts'

/** Requests that wait, to say by hand which one an invoice is of; the search begins with the invoice's own amount. */
export function ChooseRequest(props: { row: InboxRow; onClose: () => void }): JSX.Element {
  const amount = props.row.reading?.amountFen
  const [search, setSearch] = createSignal(amount == null ? '' : formatFen(fen(amount)).replaceAll(',', ''))
  const requests = api.invoices.listRequests.use(() => ({
    states: ['requested', 'approved'],
    search: search(),
    limit: 20,
  }))
  const assign = api.inbox.assign.use({ onSuccess: () => props.onClose() })
  return (
    <Section title={t('chooseRequest')}>
      <SearchBox placeholder={t('chooseSearch')} value={search()} onSearch={setSearch} />
      <ErrorNote error={assign.error} />
      <Loaded query={requests}>
        {(page) => (
          <Stack gap={2}>
            <Show when={page().rows.length === 0}>
              <Quiet>{t('chooseNone')}</Quiet>
            </Show>
            <For each={page().rows}>
              {(request) => (
                <Card padded>
                  <Stack gap={1}>
                    <Line apart>
                      <OrderNumber>{request.orderNumber}</OrderNumber>
                      <Money amount={fen(request.amountFen)} />
                    </Line>
                    <span>{request.title}</span>
                    <Line apart>
                      <Quiet>
                        {request.taxNumber} · {kindWord(request.kind)}
                      </Quiet>
                      <Button
                        size="dense"
                        busy={assign.isPending}
                        onClick={() =>
                          assign.mutate({ code: props.row.code, number: props.row.number ?? '', requestId: request.id })
                        }
                      >
                        {t('choose')}
                      </Button>
                    </Line>
                  </Stack>
                </Card>
              )}
            </For>
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
