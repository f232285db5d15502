import type { MemoryHistory } from '@solidjs/router'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { noticeKinds } from '../../server/features/notices/notices.schema.ts'
import { placeholderNames } from '../../server/features/notices/placeholders.rules.ts'
import DeskMailPage from '../../web/features/notices/desk-mail-page.tsx'
import DeskTemplatesPage from '../../web/features/notices/desk-templates-page.tsx'
import { placeholderWord } from '../../web/features/notices/template-words.ts'
import { createAnswers, data, refusal } from './answers.ts'
import { bouncedAddress, createMailDesk, deskAdmin, mail } from './desk-mail-answers.ts'
import { find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, inputsOf } = createAnswers()
let desk: ReturnType<typeof createMailDesk>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  desk = createMailDesk()
  for (const [path, procedure] of Object.entries(desk.procedures)) {
    answers[path] = (input) => {
      try {
        return data(procedure(input))
      } catch (thrown) {
        if (thrown instanceof AppError) return refusal(thrown.code, thrown.details)
        throw thrown
      }
    }
  }
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})

// Whole pages, drawn while other tests run too.
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 4; turn++) await vi.advanceTimersByTimeAsync(120)
}

async function open(address: string): Promise<{ place: HTMLElement; history: MemoryHistory }> {
  const { place, history } = showPage(
    address,
    { '/desk/templates/:kind?': DeskTemplatesPage, '/desk/mail/:id?': DeskMailPage },
    deskAdmin,
  )
  await soon()
  return { place, history }
}

const side = (place: HTMLElement, locale: 'zh-CN' | 'en') => find(place, `[data-template="${locale}"]`)
const titleBox = (place: HTMLElement, locale: 'zh-CN' | 'en' = 'zh-CN') =>
  find<HTMLInputElement>(side(place, locale), 'input')
const button = (place: ParentNode, label: string) => {
  const found = [...place.querySelectorAll('button')].find((one) => one.textContent?.trim() === label)
  if (!found) throw new Error(`there is no button ${label}`)
  return found
}
const toasts = (place: HTMLElement) => [...place.querySelectorAll('.toast-text')].map((one) => one.textContent).join()
const frame = (place: HTMLElement, locale: 'zh-CN' | 'en') =>
  find<HTMLIFrameElement>(side(place, locale), 'iframe').getAttribute('srcdoc') ?? ''

describe('templates', () => {
  test('every kind stands in its part of the work, with who gets it', async () => {
    const { place } = await open('/desk/templates')
    expect(place.querySelectorAll('[data-side-row]')).toHaveLength(noticeKinds.length)
    const invoice = find(place, '[data-side-row="invoiceIssued"]')
    expect(invoice.textContent).toContain('站内：单位管理员 · 邮件：开票邮箱')
    expect(find(place, '[data-side-row="orderExpired"]').textContent).not.toContain('邮件')
    expect(find(place, '[data-side-row="activation"]').textContent).not.toContain('站内')
    for (const name of placeholderNames) expect(placeholderWord(name)).not.toBe('')
  })

  test('what is typed is previewed after a pause, and saved over the version that was shown', async () => {
    const { place } = await open('/desk/templates/invoiceIssued')
    expect(frame(place, 'en')).toContain('The invoice for order PX26W3N8PX was issued')
    type(titleBox(place), '发票来了 {orderNumber}')
    type(find<HTMLTextAreaElement>(side(place, 'zh-CN'), 'textarea'), '共 {amount}。')
    await soon()
    expect(frame(place, 'zh-CN')).toContain('共 ¥3,200.00。')
    expect(side(place, 'zh-CN').textContent).toContain('发票来了 PX26W3N8PX')
    expect(find(place, '[data-side-row="invoiceIssued"]').textContent).toContain('未保存')
    press('s', titleBox(place), { ctrlKey: true })
    await soon()
    expect(desk.inputsOf('save')).toMatchObject([{ kind: 'invoiceIssued', locale: 'zh-CN', version: 0 }])
    expect(toasts(place)).toContain('发票的中文模板已保存')
    expect(find(place, '[data-side-row="invoiceIssued"]').textContent).toContain('已改')
    // The other language was left alone.
    expect(desk.savedWords('invoiceIssued', 'en')).toBeNull()

    button(side(place, 'zh-CN'), '恢复系统原文').click()
    await soon()
    expect(desk.inputsOf('reset')).toMatchObject([{ version: 1 }])
    expect(titleBox(place).value).toBe('电子发票已开出：{title} {amount}')
  })

  test('a placeholder goes where the cursor was, in the language that was written in', async () => {
    const { place } = await open('/desk/templates/invoiceIssued')
    const box = titleBox(place, 'en')
    type(box, 'Your invoice')
    box.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
    box.setSelectionRange(4, 4)
    button(place, '订单号 *').click()
    await soon()
    expect(titleBox(place, 'en').value).toBe('Your{orderNumber} invoice')
    expect(titleBox(place).value).toBe('电子发票已开出：{title} {amount}')
  })

  test('what the server does not take is said at its box, and nothing that was typed is lost', async () => {
    const { place } = await open('/desk/templates/invoiceIssued')
    type(titleBox(place), '发票')
    type(find<HTMLTextAreaElement>(side(place, 'zh-CN'), 'textarea'), '请看 {learnerName}')
    await soon()
    expect(side(place, 'zh-CN').textContent).toContain('这种通知里没有 {learnerName}')
    type(find<HTMLTextAreaElement>(side(place, 'zh-CN'), 'textarea'), '请看')
    await soon()
    expect(side(place, 'zh-CN').textContent).toContain('标题或第一句话里要有 {orderNumber}')
    expect(titleBox(place).value).toBe('发票')
  })

  test('another kind can be looked at meanwhile: what was not saved waits', async () => {
    const { place, history } = await open('/desk/templates/invoiceIssued')
    type(titleBox(place), '等我 {orderNumber}')
    await soon()
    find<HTMLButtonElement>(place, '[data-side-row="orderExpired"] button').click()
    await soon()
    expect(history.get()).toBe('/desk/templates/orderExpired')
    expect(titleBox(place).value).toBe('订单已过期：{orderNumber}')
    press('k')
    press('k')
    find<HTMLButtonElement>(place, '[data-side-row="invoiceIssued"] button').click()
    await soon()
    expect(titleBox(place).value).toBe('等我 {orderNumber}')
    button(side(place, 'zh-CN'), '放弃修改').click()
    await soon()
    expect(titleBox(place).value).toBe('电子发票已开出：{title} {amount}')
  })

  test.each(['仍然保存我的', '用新的那一版'])('two who write at once: %s', async (choice) => {
    const { place } = await open('/desk/templates/orderExpired')
    type(titleBox(place), '我的 {orderNumber}')
    const theirs = { title: '她的 {orderNumber}', sentence: '过期。', steps: '' }
    desk.saveAs('王芳', 'orderExpired', 'zh-CN', theirs)
    find<HTMLFormElement>(side(place, 'zh-CN'), 'form').requestSubmit()
    await soon()
    expect(side(place, 'zh-CN').textContent).toContain('王芳在您打开以后保存了另一版')
    expect(desk.savedWords('orderExpired', 'zh-CN')).toEqual(theirs)
    button(side(place, 'zh-CN'), choice).click()
    await soon()
    const kept = choice === '仍然保存我的' ? '我的 {orderNumber}' : '她的 {orderNumber}'
    expect(desk.savedWords('orderExpired', 'zh-CN')?.title).toBe(kept)
    expect(titleBox(place).value).toBe(kept)
    expect(side(place, 'zh-CN').textContent).not.toContain('保存了另一版')
  })

  test('a test mail goes out in the words on the page, saved or not', async () => {
    const { place } = await open('/desk/templates/orderExpired')
    type(titleBox(place), '试试 {orderNumber}')
    await soon()
    button(side(place, 'zh-CN'), '给自己寄一封').click()
    await soon()
    expect(desk.inputsOf('sendTest')).toMatchObject([{ words: { title: '试试 {orderNumber}' } }])
    expect(toasts(place)).toContain('wanglei@centre.example')
    expect(desk.inputsOf('save')).toEqual([])
  })
})

describe('mail that comes back', () => {
  test('the mail says which address is marked and why, once; finance takes the mark away', async () => {
    const { place } = await open(`/desk/mail/${mail(0).id}`)
    const pane = find(place, '[aria-label="邮件"]')
    expect(pane.querySelectorAll('.note')).toHaveLength(1)
    expect(pane.textContent).toContain('550 5.1.1 no such user')
    button(pane, '清除标记').click()
    await soon()
    expect(desk.inputsOf('clearBounce')).toHaveLength(1)
    expect(toasts(place)).toContain('2 封邮件已排队寄出')
  })

  test('one address has its log beside its mail', async () => {
    const { place } = await open(`/desk/mail?address=${encodeURIComponent(bouncedAddress)}`)
    expect(inputsOf('notices.listMail').at(-1)).toMatchObject({ address: bouncedAddress })
    const log = find(place, '[aria-label="这个邮箱的往来"]')
    expect(log.textContent).toContain('对方服务器拒收')
    expect(log.textContent).toContain('王磊要求再寄')
    expect(place.querySelectorAll('tr[data-row]')).toHaveLength(1)
  })

  test('a returned mail that is dropped is read from its beginning, and what is none is said to be none', async () => {
    const { place } = await open('/desk/mail')
    press('n')
    await soon()
    const pane = find(place, '[aria-label="退信"]')
    expect(pane.textContent).toContain(bouncedAddress)
    expect(pane.textContent).toContain('2 封邮件在等')
    const input = find<HTMLInputElement>(pane, 'input[type="file"]')
    const drop = async (text: string) => {
      const file = new File([new TextEncoder().encode(text)], 'returned.eml')
      Object.defineProperty(input, 'files', { value: [file], configurable: true })
      input.dispatchEvent(new Event('change', { bubbles: true }))
      await soon()
    }
    await drop(`Content-Type: message/delivery-status\n\n退信${'x'.repeat(500_000)}`)
    const [read] = desk.inputsOf('recordReturned')
    expect(String(read?.text)).toHaveLength(384 * 1024)
    // One byte a character, whatever the charset.
    expect(Buffer.from(String(read?.text).slice(0, 60), 'latin1').toString('utf8')).toContain('退信')
    expect(pane.textContent).toContain(`寄到 ${mail(1).recipient} 的“${mail(1).subject}”退回，邮箱已标记`)
    await drop('hello')
    expect(pane.textContent).toContain('这不是退信')
  })
})
