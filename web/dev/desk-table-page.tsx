import Columns3 from 'lucide-solid/icons/columns-3'
import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX } from 'solid-js'
import { type Fen, fen } from '../../server/core/money.ts'
import { BulkAction, BulkBar } from '../components/bulk-bar.tsx'
import { Button } from '../components/button.tsx'
import { StateMark, type StateTone } from '../components/chop.tsx'
import { DataTable, LongName } from '../components/data-table.tsx'
import { DeskPage, type DeskPlace, DeskShell } from '../components/desk-shell.tsx'
import { FilterBar, FilterDates, FilterSelect } from '../components/filter-bar.tsx'
import { SumBar } from '../components/layout.tsx'
import { LinkTabs } from '../components/link-tabs.tsx'
import { Money } from '../components/money.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { formatTableTime } from '../texts/format.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { say } from './say.ts'

export function sampleGroups(): DeskPlace[][] {
  const place = (chinese: string, english: string, href: string, count?: number): DeskPlace => ({
    label: say(chinese, english),
    href,
    count,
  })
  return [
    [place('今日', 'Today', '/dev/today', 61)],
    [
      place('注册', 'Sign-ups', '/dev/sign-ups', 4),
      place('报名', 'Enrolments', '/dev/enrolments', 12),
      place('凭证', 'Vouchers', '/dev/desk-review', 38),
      place('流水', 'Statements', '/dev/statements', 40),
      place('对账', 'Reconcile', '/dev/desk-table'),
      place('发票', 'Invoices', '/dev/invoices', 7),
      place('退款', 'Refunds', '/dev/refunds', 1),
    ],
    [
      place('计划', 'Plans', '/dev/plans'),
      place('单位', 'Organisations', '/dev/organisations'),
      place('学员', 'Learners', '/dev/learners'),
    ],
    [
      place('台账', 'Ledger', '/dev/ledger'),
      place('审计', 'Audit', '/dev/audit'),
      place('设置', 'Settings', '/dev/settings'),
    ],
  ]
}

interface Row {
  readonly id: string
  readonly plan: string
  readonly appliedAt: string
  readonly applicant: string
  readonly organisation: string
  readonly amount: Fen
  readonly tone: StateTone
  readonly state: string
}

const organisations = [
  '常州市高新区中正交通工程试验检测有限公司',
  '徐州永固工程咨询有限公司',
  '陕西苏正工程监理有限责任公司',
  '昆明高新区中正商品混凝土有限责任公司',
  '山东济南水利工程质量检测鉴定与岩土试验研究中心有限公司',
  '福建福州城市建设工程质量检测鉴定与岩土试验研究中心有限公司第一分公司',
] as const
const applicants = ['陈雨桐', '陆建明', '黄丽娟', '杨国华', '欧阳志远', '林美珍'] as const

function sampleRows(count: number): Row[] {
  const states: readonly [StateTone, string][] = [
    ['waiting', say('待审核', 'To review')],
    ['settled', say('已通过', 'Approved')],
    ['rejected', say('已驳回', 'Rejected')],
    ['neutral', say('草稿', 'Draft')],
  ]
  return Array.from({ length: count }, (_, index) => {
    const [tone, state] = states[index % 4] ?? ['neutral', '']
    return {
      id: String(index),
      plan: index % 3 === 0 ? '2026 年第二期见证取样员培训' : '2026 年度专业技术人员和事业单位工作人员公共知识培训',
      appliedAt: new Date(Date.UTC(2026, 4, 8, 2, 30) - index * 2_777_000).toISOString(),
      applicant: applicants[index % applicants.length] ?? '',
      organisation: organisations[index % organisations.length] ?? '',
      amount: fen(198_000 + ((index * 7919) % 900) * 1000),
      tone,
      state,
    }
  })
}

/** The desk's shell with a long table in it; `?rows=5000` for a very long one. */
export default function DeskTablePage(): JSX.Element {
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set<string>())
  const [state, setState] = createSignal<string | null>(null)
  const [from, setFrom] = createSignal<string | null>('2026-04-01')
  const [selected, setSelected] = createSignal<string | null>(null)
  const count = Number(new URLSearchParams(location.search).get('rows') ?? 40)
  return (
    <DeskShell groups={sampleGroups()} user={{ name: say('周敏', 'Zhou Min'), role: say('财务', 'Finance') }}>
      <DeskPage
        title={say('对账管理', 'Reconciliation')}
        tabs={
          <LinkTabs
            label={say('缴费方式', 'Payment')}
            tabs={[
              { label: say('银行转账凭证', 'Bank transfers'), href: '#', current: true },
              { label: say('在线支付', 'Online'), href: '#', current: false },
              { label: say('学习卡', 'Study cards'), href: '#', current: false },
            ]}
          />
        }
        actions={
          <>
            <Button kind="quiet" icon={<Columns3 size={16} />}>
              {t('columns')}
            </Button>
            <Button icon={<Download size={16} />}>{say('导出 Excel', 'Export to Excel')}</Button>
          </>
        }
        filters={
          <FilterBar onClear={() => setState(null)}>
            <FilterDates
              label={say('申请时间', 'Applied')}
              from={from()}
              to={null}
              value={from() ?? t('anyDate')}
              onChange={(value) => setFrom(value)}
            />
            <FilterSelect
              label={say('审核状态', 'State')}
              value={state()}
              onChange={setState}
              choices={[{ value: 'submitted', label: say('待审核', 'To review') }]}
            />
            <SearchBox
              placeholder={say('单位、申请人、订单号', 'Organisation, applicant, order')}
              value=""
              onSearch={() => {}}
            />
          </FilterBar>
        }
      >
        <DataTable
          label={say('转账凭证', 'Transfers')}
          rows={sampleRows(count)}
          rowKey={(row) => row.id}
          rowName={(row) => row.organisation}
          ticked={ticked()}
          onTick={setTicked}
          selected={selected()}
          onOpen={(row) => setSelected(row.id)}
          pageKeys
          columns={[
            {
              id: 'plan',
              header: say('培训计划名称', 'Plan'),
              cell: (row) => <LongName>{row.plan}</LongName>,
              long: true,
              width: '186px',
            },
            {
              id: 'applied',
              header: say('申请时间', 'Applied'),
              cell: (row) => formatTableTime(row.appliedAt, new Date('2026-05-08T06:00:00Z')),
              width: '104px',
              sort: 'down',
              onSort: () => {},
            },
            { id: 'applicant', header: say('申请人', 'Applicant'), cell: (row) => row.applicant, width: '84px' },
            {
              id: 'organisation',
              header: say('申请单位', 'Organisation'),
              cell: (row) => <LongName>{row.organisation}</LongName>,
              long: true,
            },
            {
              id: 'amount',
              header: say('转账金额', 'Amount'),
              cell: (row) => <Money amount={row.amount} sign={false} />,
              align: 'end',
              width: '110px',
            },
            {
              id: 'state',
              header: say('审核状态', 'State'),
              cell: (row) => <StateMark tone={row.tone}>{row.state}</StateMark>,
              width: '110px',
            },
            {
              id: 'open',
              header: t('openRow'),
              headerHidden: true,
              cell: () => <strong>{t('openRow')}</strong>,
              width: '76px',
            },
          ]}
        />
        <BulkBar
          count={ticked().size}
          amount={<Money amount={fen(18_642_000)} />}
          onClear={() => setTicked(new Set<string>())}
        >
          <BulkAction onClick={() => {}}>{say('一起通过', 'Approve all')}</BulkAction>
        </BulkBar>
        <SumBar
          parts={[
            { label: say('本页 40 条，共 412 条', '40 of 412'), value: '' },
            { label: say('已通过', 'Approved'), value: <Money amount={fen(26_043_916)} tone="settled" /> },
            { label: say('待审核', 'To review'), value: <Money amount={fen(7_375_936)} tone="waiting" /> },
          ]}
        >
          <Button size="dense" keyHint="PgDn">
            {t('loadMore', { count: 20 })}
          </Button>
        </SumBar>
      </DeskPage>
    </DeskShell>
  )
}
