import { createSignal, type JSX, Show } from 'solid-js'
import type { MonthRow } from '../../../server/features/finance/finance.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/finance.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

/** 月结: months in their order; a closed one shows what it held then. */
export function FinanceMonths(): JSX.Element {
  const query = api.finance.months.use(() => undefined)
  const [closing, setClosing] = createSignal<string | null>(null)
  const state = (row: MonthRow) => {
    if (row.closed)
      return (
        <StateMark tone="settled">
          {t('monthClosed', { name: row.closed.byName, when: formatDateTime(row.closed.at) })}
        </StateMark>
      )
    return (
      <StateMark tone={row.over ? 'waiting' : 'neutral'}>{row.over ? t('monthOpen') : t('monthRunning')}</StateMark>
    )
  }
  return (
    <>
      <Loaded query={query} errorTitle={t('notOpened')}>
        {(months) => (
          <Show
            when={months().length > 0}
            fallback={<EmptyState title={t('monthsNone')}>{t('monthsNoneText')}</EmptyState>}
          >
            <DataTable
              label={t('months')}
              rows={months()}
              rowKey={(row) => row.month}
              rowName={(row) => row.month}
              columns={[
                { id: 'month', header: t('month'), width: '96px', cell: (row) => row.month },
                {
                  id: 'transfer',
                  header: t('transfer'),
                  align: 'end',
                  cell: (row) => <Money amount={row.figures.transferFen} />,
                },
                {
                  id: 'online',
                  header: t('online'),
                  align: 'end',
                  cell: (row) => <Money amount={row.figures.onlineFen} />,
                },
                {
                  id: 'refunded',
                  header: t('refunded'),
                  align: 'end',
                  cell: (row) => <Money amount={row.figures.refundedFen} />,
                },
                {
                  id: 'credit',
                  header: t('creditAtEnd'),
                  align: 'end',
                  cell: (row) => <Money amount={row.figures.creditFen} />,
                },
                { id: 'transfers', header: t('transfers'), align: 'end', cell: (row) => row.figures.transfers },
                { id: 'state', header: t('monthState'), width: '240px', cell: state },
                {
                  id: 'close',
                  header: t('closeMonth'),
                  headerHidden: true,
                  width: '96px',
                  cell: (row) => (
                    <Show when={row.over && row.closed === null}>
                      <Button size="dense" onClick={() => setClosing(row.month)}>
                        {t('closeMonth')}
                      </Button>
                    </Show>
                  ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <Show when={closing()}>{(month) => <CloseMonth month={month()} onClose={() => setClosing(null)} />}</Show>
    </>
  )
}

function CloseMonth(props: { month: string; onClose: () => void }): JSX.Element {
  const [typed, setTyped] = createSignal('')
  const close = api.finance.closeMonth.use({
    onSuccess: () => {
      showToast({ text: t('closed', { month: props.month }) })
      props.onClose()
    },
  })
  const send = () => {
    if (typed().trim() === props.month && !close.isPending) close.mutate({ month: props.month })
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('closeTitle', { month: props.month })}
      text={t('closeText', { month: props.month })}
    >
      <Form onSubmit={send}>
        <Field label={t('closeLabel', { month: props.month })}>
          <TextInput value={typed()} onInput={setTyped} maxLength={7} autocomplete="off" />
        </Field>
        <ErrorNote error={close.error} />
        <Line>
          <Button kind="dangerFill" type="submit" busy={close.isPending} disabled={typed().trim() !== props.month}>
            {t('closeSend')}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </Line>
      </Form>
    </Dialog>
  )
}
