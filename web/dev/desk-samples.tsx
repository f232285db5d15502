import Check from 'lucide-solid/icons/check'
import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX } from 'solid-js'
import { type Fen, fen } from '../../server/core/money.ts'
import { AmountInput } from '../components/amount-input.tsx'
import { BulkAction, BulkBar } from '../components/bulk-bar.tsx'
import { Button } from '../components/button.tsx'
import { CheckRow } from '../components/check-row.tsx'
import { Chop, type StateTone } from '../components/chop.tsx'
import { CodeInput } from '../components/code-input.tsx'
import { DataTable, LongName } from '../components/data-table.tsx'
import { DateTimeInput } from '../components/date-time-input.tsx'
import { Field, FieldGroup } from '../components/field.tsx'
import { AccountNumber } from '../components/grouped-number.tsx'
import { Line, Stack } from '../components/layout.tsx'
import { Money } from '../components/money.tsx'
import { Select } from '../components/select.tsx'
import { TextInput } from '../components/text-input.tsx'
import { say } from './say.ts'

export function ButtonSamples(): JSX.Element {
  return (
    <Stack gap={3}>
      <Line gap={3}>
        <Button kind="primary" keyHint="A">
          {say('通过', 'Approve')}
        </Button>
        <Button kind="primary" icon={<Check size={16} />}>
          {say('提交审核', 'Submit')}
        </Button>
        <Button>{say('导出 Excel', 'Export')}</Button>
        <Button icon={<Download size={16} />}>{say('下载模板', 'Template')}</Button>
      </Line>
      <Line gap={3}>
        <Button kind="danger" keyHint="R">
          {say('驳回…', 'Reject…')}
        </Button>
        <Button kind="dangerFill">{say('退款 ¥3,200.00', 'Refund ¥3,200.00')}</Button>
        <Button kind="quiet">{say('取消', 'Cancel')}</Button>
        <Button size="dense">{say('小一号', 'Dense')}</Button>
      </Line>
      <Line gap={3}>
        <Button disabled>{say('不可用', 'Not now')}</Button>
        <Button busy>{say('正在提交', 'Submitting')}</Button>
        <Button kind="primary" size="verdict" keyHint={['Shift', 'A']}>
          {say('一起通过', 'Approve all')}
        </Button>
      </Line>
    </Stack>
  )
}

export function FieldSamples(): JSX.Element {
  const [name, setName] = createSignal('徐州永固工程咨询有限公司')
  const [contact, setContact] = createSignal('陆建')
  const [code, setCode] = createSignal('91320302MA1X4K7TO3')
  const [amount, setAmount] = createSignal<Fen | null>(fen(320_000))
  const [plan, setPlan] = createSignal<string | null>('second')
  const [at, setAt] = createSignal('')
  return (
    <FieldGroup columns={2}>
      <Field label={say('单位全称，与营业执照一致', 'Full name, as on the licence')}>
        <TextInput value={name()} onInput={setName} />
      </Field>
      <Field label={say('联系人', 'Contact')} optional>
        <TextInput value={contact()} onInput={setContact} />
      </Field>
      <Field
        label={say('统一社会信用代码', 'Unified social credit code')}
        error={say(
          '代码里不会有字母 O，倒数第 2 位大概是数字 0',
          'The code never holds an O; the last but one is probably a 0',
        )}
        required
      >
        <CodeInput value={code()} onInput={setCode} groups={[4]} maxLength={18} marks={[{ from: 16, to: 17 }]} />
      </Field>
      <Field
        label={say('购买学习卡金额', 'Study card amount')}
        hint={say('写元，最多两位小数', 'in yuan, two decimals at most')}
      >
        <AmountInput value={amount()} onChange={setAmount} />
      </Field>
      <Field label={say('培训计划名称', 'Training plan')}>
        <Select
          value={plan()}
          onChange={setPlan}
          choices={[
            { value: 'first', label: say('第一期试验检测人员继续教育', 'First, testing staff') },
            { value: 'second', label: say('第二期见证取样员培训', 'Second, sampling staff') },
            { value: 'closed', label: say('已经截止的计划', 'A plan that is closed'), disabled: true },
          ]}
        />
      </Field>
      <Field label={say('转账时间', 'Transferred at')}>
        <DateTimeInput precision="date" value={at()} onInput={setAt} />
      </Field>
    </FieldGroup>
  )
}

export function ChopSamples(): JSX.Element {
  const chops: readonly [StateTone, string, string][] = [
    ['rejected', say('已驳回', 'Rejected'), say('今天 13:52', 'Today 13:52')],
    ['rejected', say('已逾期', 'Overdue'), say('5 月 7 日 17:30', '7 May 17:30')],
    ['waiting', say('待缴费', 'To pay'), say('4 月 30 日起', 'since 30 Apr')],
    ['waiting', say('待审核', 'To review'), say('今天 10:30', 'Today 10:30')],
    ['waiting', say('缴费中', 'Paying'), say('剩 14:32', '14:32 left')],
    ['settled', say('已缴费', 'Paid'), say('5 月 6 日', '6 May')],
    ['settled', say('已开具', 'Issued'), say('5 月 6 日', '6 May')],
    ['neutral', say('草稿', 'Draft'), say('昨天', 'Yesterday')],
    ['neutral', say('已撤回', 'Withdrawn'), say('4 月 2 日', '2 Apr')],
    ['neutral', say('已退费', 'Refunded'), say('3 月 8 日', '8 Mar')],
  ]
  return (
    <div class="component-page-chops">
      {chops.map(([tone, word, since]) => (
        <Chop tone={tone} since={since}>
          {word}
        </Chop>
      ))}
    </div>
  )
}

export function CheckSamples(): JSX.Element {
  return (
    <div>
      <CheckRow verdict="fail" title={say('收款账号不是中心的', 'The payee account is not ours')}>
        {say('回单', 'Slip')} <AccountNumber>3202272795030623888</AccountNumber>，{say('中心', 'ours')}{' '}
        <AccountNumber>4301020919100345678</AccountNumber>。
        {say('钱可能转错了，请单位联系银行。', 'The money may have gone astray; the organisation should ask its bank.')}
      </CheckRow>
      <CheckRow
        verdict="warn"
        title={say('付款人名称与单位不完全一致', 'The payer is not quite the organisation')}
        values={[
          {
            label: say('回单', 'Slip'),
            text: '昆明市高新区中正商品混凝土有限责任公司',
            against: '昆明高新区中正商品混凝土有限责任公司',
          },
        ]}
      />
      <CheckRow verdict="pass" title={say('金额与待缴一致', 'Amount equals what is outstanding')} aside="18,000.00" />
      <CheckRow
        verdict="pending"
        title={say('银行流水还没导入到这一天', 'The statement of that day is not in yet')}
        aside={say('等流水', 'waiting')}
      />
    </div>
  )
}

interface SampleRow {
  readonly id: string
  readonly name: string
  readonly amount: Fen
  readonly tone: StateTone
  readonly state: string
}

export function TableSamples(): JSX.Element {
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set(['3']))
  const [selected, setSelected] = createSignal<string | null>(null)
  const rows = (): SampleRow[] => [
    {
      id: '1',
      name: '徐州永固工程咨询有限公司',
      amount: fen(198_000),
      tone: 'waiting',
      state: say('待审核', 'To review'),
    },
    {
      id: '2',
      name: '福建福州城市建设工程质量检测鉴定与岩土试验研究中心有限公司第一分公司',
      amount: fen(4_233_936),
      tone: 'waiting',
      state: say('等补充', 'Needs more'),
    },
    {
      id: '3',
      name: '镇江九州通建市政工程有限公司',
      amount: fen(640_000),
      tone: 'settled',
      state: say('已通过', 'Approved'),
    },
    {
      id: '4',
      name: '陕西苏正工程监理有限责任公司',
      amount: fen(360_000),
      tone: 'rejected',
      state: say('已驳回', 'Rejected'),
    },
  ]
  return (
    <DataTable
      label={say('凭证', 'Vouchers')}
      rows={rows()}
      rowKey={(row) => row.id}
      rowName={(row) => row.name}
      ticked={ticked()}
      onTick={setTicked}
      selected={selected()}
      onOpen={(row) => setSelected(row.id)}
      columns={[
        {
          id: 'name',
          header: say('申请单位', 'Organisation'),
          cell: (row) => <LongName>{row.name}</LongName>,
          long: true,
          sort: 'down',
          onSort: () => {},
        },
        {
          id: 'amount',
          header: say('转账金额', 'Amount'),
          cell: (row) => <Money amount={row.amount} sign={false} />,
          align: 'end',
          width: '88px',
        },
        {
          id: 'state',
          header: say('审核状态', 'State'),
          cell: (row) => <Chop tone={row.tone}>{row.state}</Chop>,
          width: '96px',
        },
      ]}
    />
  )
}

export function BulkSamples(): JSX.Element {
  return (
    <BulkBar
      count={21}
      text={say('已勾 21 张', '21 ticked')}
      amount={<Money amount={fen(18_642_000)} />}
      onClear={() => {}}
    >
      <BulkAction keyHint={['Shift', 'A']} onClick={() => {}}>
        {say('一起通过', 'Approve all')}
      </BulkAction>
    </BulkBar>
  )
}
