import { createSignal, For, type JSX } from 'solid-js'
import { type Fen, fen } from '../../server/core/money.ts'
import { BulkAction, BulkBar } from '../components/bulk-bar.tsx'
import { Button } from '../components/button.tsx'
import { CheckList, CheckRow, type Verdict } from '../components/check-row.tsx'
import { Chop } from '../components/chop.tsx'
import { DeskPage, DeskShell, Pane, Panes } from '../components/desk-shell.tsx'
import { createKeys } from '../components/keys.ts'
import { Facts, Headline, Line, Quiet, Stack } from '../components/layout.tsx'
import { LinkTabs } from '../components/link-tabs.tsx'
import { Money } from '../components/money.tsx'
import { QueueItem } from '../components/queue-item.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { showToast } from '../components/toast.tsx'
import { sampleGroups } from './desk-table-page.tsx'
import { SampleCompare, SampleStrips, SampleViewer } from './picture-samples.tsx'
import { say } from './say.ts'

interface Waiting {
  readonly id: string
  readonly due: string
  readonly overdue?: boolean
  readonly amount: Fen
  readonly name: string
  readonly verdict: Verdict
  readonly finding: string
}

/** The desk's shell with the review of vouchers in it, to be seen beside the picture of it. */
export default function DeskReviewPage(): JSX.Element {
  const [selected, setSelected] = createSignal('3')
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set(['4']))
  const [chosen, setChosen] = createSignal<string | null>('payerName')
  const queue = (): Waiting[] => [
    {
      id: '1',
      due: say('逾期，昨天 17:30', 'Overdue, Thu 17:30'),
      overdue: true,
      amount: fen(6_840_000),
      name: '河南洛阳轨道交通工程质量检测鉴定与结构试验研究中心有限公司高新区分公司',
      verdict: 'fail',
      finding: say('流水里没有这笔钱', 'No such line on the statement'),
    },
    {
      id: '2',
      due: say('今天 15:10', 'Today 15:10'),
      amount: fen(10_360_000),
      name: '四川省大地兴装饰工程有限公司',
      verdict: 'warn',
      finding: say('附言里的订单号多一位', 'Order number has one extra digit'),
    },
    {
      id: '3',
      due: say('今天 16:52', 'Today 16:52'),
      amount: fen(1_800_000),
      name: '昆明高新区中正商品混凝土有限责任公司',
      verdict: 'warn',
      finding: say('付款人名称差一个字', 'Payer differs by one character'),
    },
    {
      id: '4',
      due: say('今天 17:05', 'Today 17:05'),
      amount: fen(640_000),
      name: '镇江九州通建市政工程有限公司',
      verdict: 'pass',
      finding: say('9 项全部通过', 'All 9 checks passed'),
    },
    {
      id: '5',
      due: say('周一 09:40', 'Mon 09:40'),
      amount: fen(4_233_936),
      name: '福建福州城市建设工程质量检测鉴定与岩土试验研究中心有限公司第一分公司',
      verdict: 'warn',
      finding: say('金额比待缴多 ¥339.36', '¥339.36 more than outstanding'),
    },
  ]
  createKeys(() => [
    {
      key: 'A',
      label: say('通过', 'Approve'),
      run: () => showToast({ text: say('已通过 ¥18,000.00', 'Approved ¥18,000.00'), undo: () => {} }),
    },
  ])
  const tick = (id: string, on: boolean) => {
    const next = new Set(ticked())
    if (on) next.add(id)
    else next.delete(id)
    setTicked(next)
  }
  return (
    <DeskShell groups={sampleGroups()} user={{ name: say('周敏', 'Zhou Min'), role: say('财务', 'Finance') }}>
      <DeskPage
        title={say('凭证审核', 'Voucher review')}
        keys
        tabs={
          <LinkTabs
            label={say('状态', 'State')}
            tabs={[
              { label: say('待审核', 'To review'), href: '#', count: 38, current: true },
              { label: say('等补充', 'Waiting for uploader'), href: '#', count: 5, current: false },
              { label: say('已通过', 'Approved'), href: '#', current: false },
              { label: say('已驳回', 'Rejected'), href: '#', current: false },
            ]}
          />
        }
        actions={
          <SearchBox placeholder={say('订单号、付款人、金额', 'Order, payer, amount')} value="" onSearch={() => {}} />
        }
      >
        <Panes columns="240px minmax(0, 1fr) 512px">
          <Pane
            label={say('等审核的', 'Waiting')}
            ground="paper"
            head={
              <>
                <span>{say('按到期先后', 'Due first')}</span>
                <span>{say('金额不限', 'Any amount')}</span>
              </>
            }
            foot={
              <BulkBar
                narrow
                count={ticked().size}
                amount={<Money amount={fen(640_000)} />}
                onClear={() => setTicked(new Set<string>())}
              >
                <BulkAction keyHint={['Shift', 'A']} onClick={() => {}}>
                  {say('一起通过', 'Approve all')}
                </BulkAction>
              </BulkBar>
            }
          >
            <ul>
              <For each={queue()}>
                {(item) => (
                  <QueueItem
                    id={item.id}
                    due={item.due}
                    overdue={item.overdue}
                    amount={<Money amount={item.amount} sign={false} />}
                    name={item.name}
                    verdict={item.verdict}
                    finding={item.finding}
                    selected={selected() === item.id}
                    onOpen={() => setSelected(item.id)}
                    ticked={ticked().has(item.id)}
                    onTick={(on) => tick(item.id, on)}
                  />
                )}
              </For>
            </ul>
          </Pane>
          <Pane label={say('图片', 'Picture')} foot={<SampleStrips chosen={chosen()} />}>
            <SampleViewer chosen={chosen()} onChoose={setChosen} />
          </Pane>
          <Pane
            label={say('比对', 'Comparison')}
            foot={
              <Stack gap={2}>
                <Line>
                  <Button kind="primary" size="verdict" keyHint="A" wide>
                    {say('通过', 'Approve')}
                  </Button>
                  <Button kind="danger" size="verdict" keyHint="R">
                    {say('驳回…', 'Reject…')}
                  </Button>
                  <Button size="verdict" keyHint="E">
                    {say('要求补充…', 'Ask for more…')}
                  </Button>
                </Line>
              </Stack>
            }
            footPadded
          >
            <Stack gap={2}>
              <Pane label={say('订单', 'Order')} padded>
                <Line apart>
                  <Chop
                    tone="waiting"
                    since={say('昨天 16:52 提交，今天 16:52 到期', 'Sent 7 May 16:52, due today 16:52')}
                  >
                    {say('待审核', 'To review')}
                  </Chop>
                  <Quiet>{say('9 人', '9 people')}</Quiet>
                </Line>
                <Headline aside={<Money amount={fen(1_800_000)} size="title" />}>
                  昆明高新区中正商品混凝土有限责任公司
                </Headline>
              </Pane>
              <SampleCompare chosen={chosen()} onChoose={setChosen} />
              <Pane label={say('检查', 'Checks')} padded>
                <CheckList>
                  <CheckRow
                    verdict="warn"
                    title={say(
                      '付款人名称与单位不完全一致，多一个“市”字',
                      'Payer name differs from the organisation by one character',
                    )}
                  >
                    {say(
                      '同一账号 3 月 12 日付过该单位的款。通过后，这个名称记为该单位的别名。',
                      'The same account paid this organisation on 12 March. Approving keeps this name as its alias.',
                    )}
                  </CheckRow>
                  <CheckRow
                    verdict="pass"
                    title={say('读到的 = 填报的 = 待缴的', 'Amount read = declared = outstanding')}
                    aside="18,000.00"
                  />
                  <CheckRow
                    verdict="pass"
                    title={say('银行流水里有这笔钱', 'A statement line agrees')}
                    aside={say('05-02 第 41 笔', 'line 05-02 no. 41')}
                  />
                </CheckList>
                <Facts
                  beside
                  facts={[
                    {
                      label: say('通过后', 'Then'),
                      value: say(
                        '确认缴费，认领流水，记入台账，发票排队开具',
                        'Payment confirmed, line matched, ledger entry, invoice queued',
                      ),
                    },
                  ]}
                />
              </Pane>
            </Stack>
          </Pane>
        </Panes>
      </DeskPage>
    </DeskShell>
  )
}
