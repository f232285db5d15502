import { afterEach, expect, test, vi } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { fen } from '../../server/core/money.ts'
import { Button } from '../../web/components/button.tsx'
import { CheckRow } from '../../web/components/check-row.tsx'
import { CopyRow } from '../../web/components/copy.tsx'
import { Countdown } from '../../web/components/countdown.tsx'
import { DiffText } from '../../web/components/diff-text.tsx'
import { ErrorState } from '../../web/components/empty-state.tsx'
import { OrderNumber } from '../../web/components/grouped-number.tsx'
import { Money } from '../../web/components/money.tsx'
import { CameraButton } from '../../web/components/pick-files.tsx'
import { Timeline } from '../../web/components/timeline.tsx'
import { UploadCard } from '../../web/components/upload-card.tsx'
import { find, settle, show } from './show.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a busy button cannot be pressed twice', () => {
  const press = vi.fn()
  const place = show(() => (
    <Button busy onClick={press}>
      正在提交
    </Button>
  ))
  const button = find<HTMLButtonElement>(place, 'button')
  button.click()
  expect(press).not.toHaveBeenCalled()
  expect(button.getAttribute('aria-busy')).toBe('true')
})

test('an order number is spaced by markup and has no blanks to copy', () => {
  const place = show(() => <OrderNumber>PX26M4T8RK</OrderNumber>)
  expect(place.textContent).toBe('PX26M4T8RK')
  expect(place.querySelectorAll('.grouped-number-group')).toHaveLength(3)
})

test('an amount reads in yuan, a negative one with its sign first', () => {
  expect(show(() => <Money amount={fen(1_280_000)} />).textContent).toBe('¥12,800.00')
  expect(show(() => <Money amount={fen(-40_000)} />).textContent).toBe('-¥400.00')
  expect(show(() => <Money amount={fen(5)} sign={false} />).textContent).toBe('0.05')
})

test('copying says that it has, and copies what the bank wants', async () => {
  const written: string[] = []
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void written.push(text) } })
  const place = show(() => (
    <CopyRow label="金额" copy="12800.00">
      ¥12,800.00
    </CopyRow>
  ))
  find<HTMLButtonElement>(place, 'button').click()
  await settle()
  expect(written).toEqual(['12800.00'])
  expect(find(place, '[aria-live]').textContent).toBe('已复制')
})

test('where the clipboard is not allowed, a selection is copied instead, and else the person is told how', async () => {
  vi.stubGlobal('isSecureContext', false)
  const commands: string[] = []
  let works = true
  document.execCommand = (command: string) => {
    const field = document.querySelector('textarea')
    commands.push(`${command} ${field?.value}`)
    return works
  }
  const place = show(() => (
    <CopyRow label="附言" copy="PX26M4T8RK">
      PX26 M4T 8RK
    </CopyRow>
  ))
  const button = find<HTMLButtonElement>(place, 'button')
  button.click()
  await settle()
  expect(commands).toEqual(['copy PX26M4T8RK'])
  expect(button.textContent).toBe('已复制')
  expect(document.querySelector('textarea')).toBeNull()
  works = false
  button.click()
  await settle()
  expect(button.textContent).toBe('长按选中复制')
})

test('a doubt shows both values and marks only what differs', () => {
  const place = show(() => (
    <CheckRow
      verdict="warn"
      title="付款人名称与单位不完全一致"
      values={[
        { label: '回单', text: '昆明市高新区', against: '昆明高新区' },
        { label: '单位', text: '昆明高新区', against: '昆明市高新区' },
      ]}
    />
  ))
  expect([...place.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['市'])
  expect(place.querySelectorAll('.diff-text-gap')).toHaveLength(1)
  expect(find(place, '[role="img"]').getAttribute('aria-label')).toBe('有疑问')
})

test('text that is the same is not marked', () => {
  expect(show(() => <DiffText text="中正" against="中正" />).querySelector('mark')).toBeNull()
})

test('a deadline counts down, is loud on the last day, and ends once', () => {
  vi.useFakeTimers({ now: new Date('2026-05-08T06:08:14Z') })
  const ended = vi.fn()
  const place = show(() => <Countdown startedAt="2026-04-30T01:12:00Z" deadline="2026-05-08T09:30:00Z" onEnd={ended} />)
  expect(find(place, '.countdown-deadline').textContent).toBe('今天 17:30 截止')
  expect(find(place, '.countdown-clock').textContent).toBe('3:21:46')
  expect(place.querySelector('.countdown-urgent')).not.toBeNull()
  vi.advanceTimersByTime(1000)
  expect(find(place, '.countdown-clock').textContent).toBe('3:21:45')
  vi.advanceTimersByTime(4 * 3_600_000)
  expect(ended).toHaveBeenCalledOnce()
  expect(find(place, '.countdown-deadline').textContent).toBe('今天 17:30 已截止')
})

test('an upload that failed is sent again by a tap, one that was refused is not', () => {
  const retry = vi.fn()
  const failed = show(() => <UploadCard state="failed" fileName="a.jpg" onRetry={retry} />)
  find<HTMLButtonElement>(failed, 'button').click()
  expect(retry).toHaveBeenCalledOnce()
  const refused = show(() => <UploadCard state="refused" fileName="a.docx" onRetry={retry} />)
  expect(find<HTMLButtonElement>(refused, 'button').disabled).toBe(true)
})

test('an upload on its way says how far it is', () => {
  const place = show(() => <UploadCard state="sending" progress={0.43} fileName="a.jpg" />)
  expect(find(place, '.upload-card-title').textContent).toBe('正在上传 43%')
  expect(find(place, '[role="progressbar"]').getAttribute('aria-valuenow')).toBe('43')
})

test('the camera opens straight away, and the same photo can be chosen twice', () => {
  const chosen: string[][] = []
  const place = show(() => (
    <CameraButton onFiles={(files) => chosen.push(files.map((file) => file.name))}>拍凭证</CameraButton>
  ))
  const input = find<HTMLInputElement>(place, 'input')
  expect(input.getAttribute('capture')).toBe('environment')
  expect(input.accept).toBe('image/*')
  Object.defineProperty(input, 'files', { value: [new File(['x'], 'slip.jpg')], configurable: true })
  input.dispatchEvent(new Event('change', { bubbles: true }))
  expect(chosen).toEqual([['slip.jpg']])
  expect(input.value).toBe('')
})

test('an error state says the sentence of its code and offers to try again', () => {
  const retry = vi.fn()
  const place = show(() => <ErrorState title="订单没打开" error={new AppError('unavailable')} onRetry={retry} />)
  expect(find(place, '[role="alert"]').textContent).toContain('系统暂时连不上')
  find<HTMLButtonElement>(place, 'button').click()
  expect(retry).toHaveBeenCalledOnce()
})

test('a step of the timeline is told by word as well as by mark', () => {
  const place = show(() => (
    <Timeline
      steps={[
        { state: 'done', title: '提交' },
        { state: 'failed', title: '驳回' },
        { state: 'now', title: '等补交' },
        { state: 'later', title: '入账' },
      ]}
    />
  ))
  expect([...place.querySelectorAll('.only-heard')].map((word) => word.textContent?.trim())).toEqual([
    '已完成',
    '没通过',
    '进行中',
    '还没到',
  ])
})
