import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createSignal, type JSX } from 'solid-js'
import { fen } from '../../server/core/money.ts'
import { Button } from '../components/button.tsx'
import { StateMark } from '../components/chop.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FilterBar, FilterDates, FilterSelect } from '../components/filter-bar.tsx'
import { Facts, Line, Note, Stack, SumBar } from '../components/layout.tsx'
import { CountTabs, LinkTabs } from '../components/link-tabs.tsx'
import { Menu } from '../components/menu.tsx'
import { Money } from '../components/money.tsx'
import { FileDrop } from '../components/pick-files.tsx'
import { Segmented } from '../components/radio-group.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { TextArea } from '../components/text-input.tsx'
import { t } from '../texts/shared.zh-CN.ts'
import { say } from './say.ts'

export function FloatingSamples(): JSX.Element {
  const [dialog, setDialog] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const [state, setState] = createSignal<string | null>(null)
  const [from, setFrom] = createSignal<string | null>('2026-04-01')
  const [search, setSearch] = createSignal('')
  const [mode, setMode] = createSignal<'first' | 'later'>('first')
  const [counted, setCounted] = createSignal('wrong')
  return (
    <Stack>
      <LinkTabs
        label={say('凭证', 'Vouchers')}
        tabs={[
          { label: say('待审核', 'To review'), href: '#', count: 38, current: true },
          { label: say('等补充', 'Needs more'), href: '#', count: 5, current: false },
          { label: say('已通过', 'Approved'), href: '#', current: false },
        ]}
      />
      <FilterBar
        onClear={() => {
          setState(null)
          setFrom(null)
        }}
      >
        <FilterSelect
          label={say('审核状态', 'State')}
          value={state()}
          onChange={setState}
          choices={[
            { value: 'submitted', label: say('待审核', 'To review') },
            { value: 'approved', label: say('已通过', 'Approved') },
          ]}
        />
        <FilterDates
          label={say('申请时间', 'Applied')}
          from={from()}
          to={null}
          value={from() ?? t('anyDate')}
          onChange={(value) => setFrom(value)}
        />
        <SearchBox
          placeholder={say('单位、申请人、订单号', 'Organisation, applicant, order')}
          value={search()}
          onSearch={setSearch}
        />
      </FilterBar>
      <Line gap={4}>
        <StateMark tone="waiting">{say('待审核', 'To review')}</StateMark>
        <StateMark tone="rejected">{say('已驳回', 'Rejected')}</StateMark>
        <StateMark tone="settled">{say('已通过', 'Approved')}</StateMark>
        <StateMark tone="neutral">{say('已填写', 'Filled in')}</StateMark>
        <Segmented
          label={say('缴费模式', 'Payment mode')}
          value={mode()}
          onChange={setMode}
          choices={[
            { value: 'first', label: say('先缴费后开票', 'Pay, then invoice') },
            { value: 'later', label: say('先开票后付款', 'Invoice, then pay') },
          ]}
        />
        <Button kind="danger" onClick={() => setDialog(true)}>
          {say('打开对话框', 'Open a dialog')}
        </Button>
        <Menu
          label={t('more')}
          items={[
            { label: say('下载原图', 'Download the original'), run: () => {} },
            { label: say('复制链接', 'Copy the link'), run: () => {}, keyHint: 'C' },
            { label: say('撤回凭证', 'Withdraw'), run: () => {}, danger: true, apart: true },
          ]}
        >
          <Ellipsis size={20} />
        </Menu>
      </Line>
      <CountTabs
        label={say('导入结果', 'Import result')}
        tabs={[
          { label: say('新增', 'New'), count: 286, current: counted() === 'new', onChoose: () => setCounted('new') },
          {
            label: say('更新', 'Changed'),
            count: 2,
            current: counted() === 'changed',
            onChoose: () => setCounted('changed'),
          },
          {
            label: say('错误', 'Wrong'),
            count: 12,
            current: counted() === 'wrong',
            tone: 'rejected',
            onChoose: () => setCounted('wrong'),
          },
        ]}
      />
      <Facts
        facts={[
          { label: say('转账金额', 'Amount'), value: <Money amount={fen(640_000)} /> },
          { label: say('转账日期', 'Date'), value: '2026-04-17' },
          { label: say('付款人', 'Payer'), value: '常州市高新区中正交通工程试验检测有限公司第二分公司', wide: true },
        ]}
      />
      <Note tone="waiting">{say('银行流水还没导入到这一天。', 'The statement of that day is not in yet.')}</Note>
      <FileDrop
        accept=".pdf,.ofd,.xml,.zip"
        onFiles={() => {}}
        text={say('发票的 PDF、OFD、XML，或者整个 zip', 'The invoice as PDF, OFD, XML, or a whole zip')}
      />
      <SumBar
        parts={[
          { label: say('本页 20 条，共 412 条', '20 of 412'), value: '' },
          { label: say('已通过', 'Approved'), value: <Money amount={fen(26_043_916)} tone="settled" /> },
          { label: say('待审核', 'To review'), value: <Money amount={fen(7_375_936)} tone="waiting" /> },
        ]}
      >
        <Button size="dense" keyHint="PgDn">
          {t('loadMore', { count: 20 })}
        </Button>
      </SumBar>
      <Dialog
        open={dialog()}
        onClose={() => setDialog(false)}
        title={say('驳回这张凭证', 'Reject this voucher')}
        text={say('理由会发给单位，写清楚要补什么。', 'The reason goes to the organisation: say what is missing.')}
        actions={
          <>
            <Button onClick={() => setDialog(false)}>{t('cancel')}</Button>
            <Button kind="danger" onClick={() => setDialog(false)}>
              {say('驳回', 'Reject')}
            </Button>
          </>
        }
      >
        <Field label={say('理由', 'Reason')} required>
          <TextArea value={reason()} onInput={setReason} />
        </Field>
      </Dialog>
    </Stack>
  )
}
