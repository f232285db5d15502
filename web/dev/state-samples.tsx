import Upload from 'lucide-solid/icons/upload'
import { For, type JSX } from 'solid-js'
import { AppError } from '../../server/core/app-error.ts'
import { fen } from '../../server/core/money.ts'
import { Button } from '../components/button.tsx'
import { EmptyState, ErrorNote, ErrorState } from '../components/empty-state.tsx'
import { OrderNumber } from '../components/grouped-number.tsx'
import { Line, Stack } from '../components/layout.tsx'
import { Money } from '../components/money.tsx'
import { ProgressCard } from '../components/progress-card.tsx'
import { SkeletonCards, SkeletonRows } from '../components/skeleton.tsx'
import { showToast } from '../components/toast.tsx'
import { ConnectionLost } from '../texts/errors.ts'
import { say } from './say.ts'

const swatches: readonly [string, string, string][] = [
  ['--paper', '纸', 'paper'],
  ['--sheet', '页', 'sheet'],
  ['--sunk', '凹', 'sunk'],
  ['--line', '线', 'line'],
  ['--line-strong', '框', 'border'],
  ['--ink', '墨', 'ink'],
  ['--ink-2', '淡墨', 'ink 2'],
  ['--ink-3', '浅墨', 'ink 3'],
  ['--seal-fill', '朱砂', 'seal'],
  ['--seal-tint', '朱砂底', 'tint'],
  ['--bamboo', '竹青', 'bamboo'],
  ['--bamboo-tint', '竹青底', 'tint'],
  ['--amber-mark', '琥珀', 'amber'],
  ['--amber-tint', '琥珀底', 'tint'],
]

export function SwatchSamples(): JSX.Element {
  return (
    <div class="component-page-swatches">
      <For each={swatches}>
        {([token, chinese, english]) => (
          <div>
            <span class="component-page-swatch" style={{ background: `var(${token})` }} />
            {say(chinese, english)}
          </div>
        )}
      </For>
    </div>
  )
}

/** Shown by pressing: a toast of its own would take the key Z from the page. */
export function ToastSamples(): JSX.Element {
  return (
    <Line gap={3}>
      <Button
        onClick={() =>
          showToast({
            text: say('已驳回 1 张，理由已发给陈雨桐', '1 rejected, the reason went to Chen Yutong'),
            undo: () => {},
          })
        }
      >
        {say('能撤销的', 'With undo')}
      </Button>
      <Button onClick={() => showToast({ text: say('已保存', 'Saved') })}>{say('只说一声', 'Just said')}</Button>
      <Button
        onClick={() =>
          showToast({
            text: say('有新版本', 'A new version is ready'),
            durationMs: 0,
            action: { label: say('更新', 'Update'), run: () => {} },
          })
        }
      >
        {say('等着点的', 'Until used')}
      </Button>
    </Line>
  )
}

export function ProgressSamples(): JSX.Element {
  return (
    <ProgressCard
      title={say('导入学员 5,000 行', 'Importing 5,000 learners')}
      done={3140}
      total={5000}
      text={say('正在核对身份证号，大约还要 40 秒', 'Checking ID numbers, about 40 s to go')}
      aside={say('错误 12 行', '12 rows with errors')}
      note={say('可以关掉这一页，好了发通知', 'You can close this page and will be told')}
      action={
        <Button kind="quiet" size="dense">
          {say('停下', 'Stop')}
        </Button>
      }
    />
  )
}

export function EmptySamples(): JSX.Element {
  return (
    <Stack gap={4}>
      <EmptyState
        title={say('还没有要审的凭证', 'No vouchers to review')}
        action={<Button icon={<Upload size={16} />}>{say('导入流水', 'Import a statement')}</Button>}
      >
        {say(
          '单位交上来的凭证按到期先后排在这里。可以先把昨天的银行流水导进来。',
          'Vouchers appear here, first due first. Meanwhile, import the last statement.',
        )}
      </EmptyState>
      <ErrorState title={say('订单没打开', 'The order did not open')} error={new ConnectionLost()} onRetry={() => {}} />
      <ErrorNote error={new AppError('voucherAlreadyDecided', { by: say('周敏', 'Zhou Min'), verdict: 'approve' })} />
    </Stack>
  )
}

export function SkeletonSamples(): JSX.Element {
  return (
    <Stack gap={4}>
      <SkeletonRows count={3} />
      <SkeletonCards count={1} />
    </Stack>
  )
}

export function TypeSamples(): JSX.Element {
  return (
    <div class="component-page-type">
      <span>{say('数字', 'figure')}</span>
      <Money amount={fen(1_800_000)} size="figure" />
      <span>{say('标题', 'title')}</span>
      <strong class="component-page-title">
        {say('凭证审核', 'Voucher review')} <OrderNumber>PX26VWDJZ7</OrderNumber>
      </strong>
      <span>{say('正文', 'body')}</span>
      <span>{say('付款人名称与单位不完全一致', 'The payer is not quite the organisation')}</span>
      <span>{say('小字', 'caption')}</span>
      <span class="component-page-caption">
        {say('昨天 16:52 提交，今天 16:52 到期', 'Sent yesterday 16:52, due today 16:52')}
      </span>
    </div>
  )
}
