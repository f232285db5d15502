import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import type { VoucherFileView, VoucherView } from '../../server/features/vouchers/vouchers.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { slipsWithoutPayer } from '../../web/features/vouchers/added-line.tsx'
import { filePictureHref } from '../../web/features/vouchers/picture-hrefs.ts'
import VoucherPage from '../../web/features/vouchers/voucher-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { show } from './show.ts'
import { draftVoucher, fileView } from './voucher-samples.ts'

// Every wait ends when the page has asked again; other tests may keep the machine busy.
vi.setConfig({ testTimeout: 30_000 })
// A phone: on a desk the same page stands in the organisation's frame, which loads by itself.
vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))

const { answers, calls } = createAnswers()
const line = '付款单位：河北省科信建筑安装工程有限公司　费用类型：培训费'
const field = (name: string, value: string): VoucherFileView['fields'][number] => ({
  name,
  value,
  confidence: 'high',
  score: 0.99,
  quads: [],
})

let slip: VoucherFileView
let voucher: VoucherView

beforeEach(() => {
  localStorage.clear()
  slip = {
    ...fileView(newId(), 'read'),
    hasPicture: true,
    width: 1000,
    height: 500,
    pictureVersion: 'aaaa1111',
    fields: [field('amountFen', '1000'), field('orderNo', 'PX269RD9Z8')],
  }
  voucher = named(null)
  answers['vouchers.get'] = () => data(voucher)
  answers['accounts.me'] = () => data({ gate: 'open', staffRoles: [], organisation: { id: newId(), name: '' } })
  answers['vouchers.addLine'] = (input) => {
    slip = { ...slip, addedText: (input.text as string) || null, lineDrawn: false }
    voucher = { ...voucher, files: [slip] }
    return data({ ok: true })
  }
  answers['vouchers.saveClaims'] = (input) => {
    voucher = named((input.claims as VoucherView['claims']).payerName)
    return data({ ok: true })
  }
})

/** The slip's amount and number were read; the payer is whom somebody typed, or nobody. */
function named(payerName: string | null): VoucherView {
  const plain = draftVoucher({ id: newId(), orderId: newId(), files: [slip] })
  const seen = (value: string, source: 'typed' | 'read') => ({ value, source, confidence: 'high' as const })
  return {
    ...plain,
    id: voucher?.id ?? plain.id,
    claims: { ...plain.claims, payerName },
    effective: {
      ...plain.effective,
      amountFen: { value: fen(1_000), source: 'read', confidence: 'high' },
      orderNo: seen('PX269RD9Z8', 'read'),
      payerBank: seen('中国工商银行苏州分行', 'read'),
      payerAccount: seen('1102025009000123456', 'read'),
      paidAt: seen('2026-05-02', 'read'),
      payerName: payerName === null ? null : seen(payerName, 'typed'),
    },
    // The page asks again while it is being checked.
    checked: false,
  }
}

function openPage(): HTMLElement {
  const history = createMemoryHistory()
  history.set({ value: `/vouchers/${voucher.id}` })
  return show(() => (
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter history={history} root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path="/vouchers/:voucherId" component={VoucherPage} />
        <Route path="/vouchers/:voucherId/invoice-details" component={() => <p>第二步</p>} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
}

const within = { timeout: 15_000 }
const shows = (place: HTMLElement, text: string) => vi.waitFor(() => expect(place.textContent).toContain(text), within)
/** Presses the button of that name, once it can be pressed. */
const tap = (place: HTMLElement, name: string) =>
  vi.waitFor(() => {
    const button = [...place.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)
    if (!button || button.disabled) throw new Error(`${name} cannot be pressed`)
    button.click()
  }, within)
const added = () => calls.filter((call) => call.path === 'vouchers.addLine').map((call) => call.input)

test('a payer who was typed is written under the picture when they go on, is shown there, and then they go on', async () => {
  const place = openPage()
  await shows(place, '补写付款单位')
  expect(place.textContent).toContain('付款单位全称填好以后')
  await tap(place, '就是本单位')
  await shows(place, `点“下一步”时写上：${line}`)
  await shows(place, '您填的')
  expect(added()).toEqual([])
  await tap(place, '下一步')
  await shows(place, '正在写到图片下面')
  expect(added()).toEqual([{ voucherId: voucher.id, fileId: slip.id, text: line }])
  expect(place.textContent).not.toContain('第二步')

  slip = { ...slip, lineDrawn: true, slipHeight: 500, height: 560, pictureVersion: 'bbbb2222' }
  voucher = { ...voucher, files: [slip] }
  await vi.waitFor(() => expect(place.textContent).toContain('已写到图片下面'), within)
  const picture = place.querySelector<HTMLImageElement>('.upload-card img')
  expect(picture?.getAttribute('src')).toBe(`/api/files/vouchers/${slip.id}/thumbnail?v=bbbb2222`)
  await tap(place, '下一步')
  await shows(place, '第二步')
  expect(added()).toHaveLength(1)
})

test('who does not want it goes on without it', async () => {
  voucher = named('河北省科信建筑安装工程有限公司')
  const place = openPage()
  await shows(place, `点“下一步”时写上：${line}`)
  const box = place.querySelector<HTMLInputElement>('#line input[type=checkbox]')
  expect(box?.checked).toBe(true)
  box?.click()
  await tap(place, '下一步')
  await shows(place, '第二步')
  expect(added()).toEqual([])
})

test('a line can be taken away, and going on does not write it again', async () => {
  slip = { ...slip, addedText: line, lineDrawn: true, slipHeight: 450, height: 500 }
  voucher = named('河北省科信建筑安装工程有限公司')
  const place = openPage()
  await shows(place, '已写到图片下面')
  await tap(place, '去掉这一行')
  const box = () => place.querySelector<HTMLInputElement>('#line input[type=checkbox]')
  await vi.waitFor(() => expect(box()?.checked).toBe(false), within)
  expect(added()).toEqual([{ voucherId: voucher.id, fileId: slip.id, text: '' }])
  await tap(place, '下一步')
  await shows(place, '第二步')
  expect(added()).toHaveLength(1)
})

test('a refusal is said where the line is offered, and nobody is sent on', async () => {
  answers['vouchers.addLine'] = () => refusal('voucherFileInWork')
  voucher = named('河北省科信建筑安装工程有限公司')
  const place = openPage()
  await shows(place, `点“下一步”时写上：${line}`)
  await tap(place, '下一步')
  await shows(place, '这张图片还没读完')
  expect(place.textContent).not.toContain('第二步')
})

test('a slip that shows its payer is offered no line', async () => {
  slip = { ...slip, fields: [...slip.fields, field('payerName', '甲公司')] }
  const shown = named(null)
  voucher = {
    ...shown,
    effective: { ...shown.effective, payerName: { value: '甲公司', source: 'read', confidence: 'high' } },
  }
  const place = openPage()
  await shows(place, '图上读到的')
  expect(place.textContent).not.toContain('补写付款单位')
})

test('the line goes under every slip that shows an amount, or else under the first picture', () => {
  const file = (fields: VoucherFileView['fields'], hasPicture = true) => ({
    ...fileView(newId(), 'read'),
    hasPicture,
    fields,
  })
  const [one, two, app] = [file([field('amountFen', '1')]), file([field('amountFen', '2')]), file([])]
  expect(slipsWithoutPayer({ files: [app, one, two] })).toEqual([one, two])
  expect(slipsWithoutPayer({ files: [file([], false), app, file([])] })).toEqual([app])
  expect(slipsWithoutPayer({ files: [one, file([field('payerName', '甲')])] })).toEqual([])
  expect(slipsWithoutPayer({ files: [one, fileView(newId(), 'compressed')] })).toEqual([])
})

test('the address of a picture names its version, that of the file as received does not change', () => {
  expect(filePictureHref(slip, 'picture')).toBe(`/api/files/vouchers/${slip.id}/picture?v=aaaa1111`)
  expect(filePictureHref(slip, 'original')).toBe(`/api/files/vouchers/${slip.id}/original`)
})
