import type { Component } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import CheckPage from '../../web/features/certificates/check-page.tsx'
import DeskCertificatesPage from '../../web/features/certificates/desk-certificates-page.tsx'
import DeskOwnCertificates from '../../web/features/certificates/desk-own-certificates.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { certificateAnswers, certificates, certifiedPlan, checked, deskView } from './certificate-samples.ts'
import { deskFinance, deskReviewer } from './desk-enrolment-answers.ts'
import { tree } from './people-samples.ts'
import { field, find, press, submit, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, inputsOf } = createAnswers()

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-11-22T02:00:00Z'),
  })
  for (const [path, answer] of Object.entries(certificateAnswers)) answers[path] = (input) => data(answer(input))
  answers['organisations.tree'] = () => data(tree)
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 4; turn++) await vi.advanceTimersByTimeAsync(50)
}
const words = (element: Element) => element.textContent ?? ''

async function open(address: string, pages: Record<string, Component>, me = deskReviewer): Promise<HTMLElement> {
  const { place } = showPage(address, pages, me)
  await soon()
  return place
}
const openCheck = (address = '/check') => open(address, { '/check': CheckPage, '/c/:code': CheckPage })
const openDesk = (id = '', me = deskReviewer) =>
  open(`/desk/certificates${id && `/${id}`}`, { '/desk/certificates/:id?': DeskCertificatesPage }, me)
const openOwn = (address = '/certificates') => open(address, { '/certificates/:id?': DeskOwnCertificates })
const links = (place: HTMLElement) => [...place.querySelectorAll('a')].map((one) => one.getAttribute('href'))

test('a valid certificate: masked name, plan, hours, day and centre, and that it counts', async () => {
  const place = await openCheck('/c/K7M29QXR4TBW')
  for (const said of ['这张证书有效', '王*明', certifiedPlan.name, '32.00', '2026 年 11 月 20 日', checked.centreName])
    expect(words(place)).toContain(said)
  expect(inputsOf('certificates.check')).toEqual([{ code: 'K7M29QXR4TBW' }])
})

test('a revoked one says so first, since when, and that there is another', async () => {
  const place = await openCheck('/c/PJXPKM8PA6MZ')
  for (const said of ['这张证书已经作废', '已于 2026 年 11 月 21 日作废', '请向持证人索取新证书'])
    expect(words(place)).toContain(said)
})

test('an unknown code is answered in a sentence', async () => {
  const place = await openCheck('/c/222222222222')
  expect(words(place)).toContain('没有查到这张证书')
  expect(words(place)).toContain('请对照证书上的查验码再输一遍')
})

test('who tried too often is told when to try again', async () => {
  answers['certificates.check'] = () => refusal('tooManyAttempts', { retryAfterSeconds: 90 })
  const place = await openCheck('/c/K7M29QXR4TBW')
  expect(words(place)).toContain('试的次数太多，请过 2 分钟再试')
})

test('the code is typed in any way, and leads to a page that can be kept; what is none is said at once', async () => {
  const place = await openCheck()
  type(field(place, '查验码').input, 'K7M2')
  submit(place)
  await soon()
  expect(field(place, '查验码').error()).toContain('12 位')
  expect(inputsOf('certificates.check')).toEqual([])
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => undefined)
  type(field(place, '查验码').input, 'https://xueshi.example.cn/c/k7m29qxr4tbw')
  submit(place)
  await soon()
  expect(assign).toHaveBeenCalledWith('/c/K7M29QXR4TBW')
  assign.mockRestore()
})

test('number and name are asked for together, and the answer goes when either is changed', async () => {
  const place = await openCheck()
  place.querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]?.click()
  await soon()
  submit(place)
  await soon()
  expect(field(place, '证书编号').error()).toContain('请输入证书编号')
  expect(field(place, '姓名').error()).toContain('请输入证书上的姓名')
  type(field(place, '证书编号').input, 'XS2026000123')
  type(field(place, '姓名').input, '王小明')
  submit(place)
  await soon()
  expect(inputsOf('certificates.check')).toEqual([{ number: 'XS2026000123', name: '王小明' }])
  expect(words(place)).toContain('这张证书有效')
  type(field(place, '姓名').input, '王小')
  await soon()
  expect(words(place)).not.toContain('这张证书有效')
})

test('an organisation sees the list, its sums, and downloads all that the filter shows', async () => {
  const place = await openOwn(`/certificates?plan=${certifiedPlan.id}`)
  expect([...place.querySelectorAll('tr[data-row]')].map((one) => one.getAttribute('data-row'))).toEqual(
    [certificates.replacing, certificates.valid, certificates.revoked].map((one) => one.id),
  )
  expect(inputsOf('certificates.list').at(-1)).toMatchObject({ planId: certifiedPlan.id })
  expect(links(place)).toContain(`/api/files/certificates.zip?of=own&planId=${certifiedPlan.id}`)
  expect(words(place)).toContain('打包下载 2 份')
})

test('more than can be packed at once is said, and nothing is asked for', async () => {
  answers['certificates.totals'] = () => data({ valid: 6000, revoked: 0 })
  const place = await openOwn()
  const link = find<HTMLAnchorElement>(place, 'a[href^="/api/files/certificates.zip"]')
  const event = new MouseEvent('click', { bubbles: true, cancelable: true })
  link.dispatchEvent(event)
  await soon()
  expect(event.defaultPrevented).toBe(true)
  expect(words(place)).toContain('共 6000 份，一次最多打包 5000 份')
})

test('the open one leads to its PDF, and a revoked one to the one in its place', async () => {
  const place = await openOwn(`/certificates/${certificates.revoked.id}`)
  expect(links(place)).toContain(`/api/files/certificates/${certificates.revoked.id}/certificate.pdf`)
  expect(words(place)).toContain('已于 2026-11-21 作废：姓名录入有误。')
  expect(links(place)).toContain(`/certificates/${certificates.replacing.id}`)
})

test('R asks why, a number chooses, Enter revokes', async () => {
  const { valid } = certificates
  answers['certificates.revoke'] = () => data(deskView({ ...valid, state: 'revoked' }))
  const place = await openDesk(valid.id)
  press('r')
  await soon()
  expect(words(place)).toContain('作废以后不能恢复')
  press('Enter')
  await soon()
  expect(inputsOf('certificates.revoke')).toEqual([])
  expect(words(place)).toContain('请写明原因')
  press('1')
  await soon()
  press('Enter')
  await soon()
  expect(inputsOf('certificates.revoke')).toEqual([{ id: valid.id, reason: '姓名或证件号码有误' }])
  expect(words(place)).toContain('证书 XS2026000123 已作废，已通知学员和单位')
})

test('a corrected name is shown before another one is issued, which is opened then', async () => {
  const { valid, replacing } = certificates
  const view = deskView(valid)
  answers['certificates.getForStaff'] = ({ id }) =>
    data(id === valid.id ? { ...view, now: { ...view.now, learnerName: '王晓明' } } : deskView(replacing))
  answers['certificates.reissue'] = () => data(deskView(replacing))
  const place = await openDesk(valid.id)
  expect(words(place)).toContain('重发的证书写现在的')
  expect(words(place)).toContain('王晓明')
  press('i')
  await soon()
  press('1')
  await soon()
  press('Enter')
  await soon()
  const [sent] = inputsOf('certificates.reissue')
  expect(sent).toMatchObject({ certificateId: valid.id, reason: '姓名已更正' })
  expect(words(place)).toContain('新证书 XS2026000130 已发放')
  expect(inputsOf('certificates.getForStaff').at(-1)).toEqual({ id: replacing.id })
})

test('one that is no longer earned says why, and cannot be issued again', async () => {
  const { valid } = certificates
  const view = deskView(valid)
  answers['certificates.getForStaff'] = () =>
    data({ ...view, doubt: 'hours', now: { ...view.now, hours: 2700, refusal: 'hours' } })
  const place = await openDesk(valid.id)
  expect(words(place)).toContain('现在计入 27.00，要求 30.00')
  expect(words(place)).toContain('现在不能重发')
  press('i')
  await soon()
  expect(words(place)).not.toContain('重发的原因')
})

test('finance sees all of it and revokes nothing', async () => {
  const place = await openDesk(certificates.valid.id, deskFinance)
  press('r')
  await soon()
  expect(words(place)).not.toContain('作废的原因')
  expect(links(place)).toContain(`/api/files/certificates/${certificates.valid.id}/certificate.pdf`)
})

test('those that are doubtful are a list of their own, also by the notice’s link', async () => {
  const place = await open('/desk/certificates?show=short', { '/desk/certificates/:id?': DeskCertificatesPage })
  expect(inputsOf('certificates.listAll').at(-1)).toMatchObject({ doubtful: true })
  expect(place.querySelectorAll('tr[data-row]')).toHaveLength(1)
  expect(words(place)).toContain('学时不够了')
  expect(links(place).some((href) => href?.includes('certificates.zip'))).toBe(false)
})
