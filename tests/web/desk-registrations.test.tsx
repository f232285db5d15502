import type { MemoryHistory } from '@solidjs/router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import type {
  RegistrationQueueRow,
  ReviewRegistration,
} from '../../server/features/registrations/registrations.schema.ts'
import { activeKeys } from '../../web/components/keys.ts'
import DeskRegistrationsPage from '../../web/features/registrations/desk-registrations-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { check, code, licence, onLicence, review } from './registration-sample.ts'
import { find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, inputsOf } = createAnswers()

const hour = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString()
const staff = { name: '陈静', staffRoles: ['reviewer'] } as unknown as Me

let first: ReviewRegistration
let second: ReviewRegistration
let queue: RegistrationQueueRow[]

function row(view: ReviewRegistration, change: Partial<RegistrationQueueRow> = {}): RegistrationQueueRow {
  const { id, version, state, codeKind, codeDoubtful, form } = view
  return {
    id,
    version,
    state,
    code: view.code,
    codeKind,
    codeDoubtful,
    name: form.name,
    contactName: form.contactName,
    mobile: form.mobile,
    submittedAt: inHours(-20),
    dueAt: inHours(3),
    decidedAt: null,
    decidedByName: null,
    rejectedReason: null,
    worst: null,
    checksPassed: 8,
    checked: true,
    ...change,
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  // Nothing is laid out here, so a list that shows what is in view would show nothing.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(240)
  const near = check({
    finding: 'nameNear',
    verdict: 'warn',
    found: onLicence,
    expected: onLicence.replace('市', ''),
    details: { score: 0.9 },
  })
  const base = review()
  first = review({
    form: { ...base.form, name: onLicence.replace('市', '') },
    files: [licence({ name: onLicence, creditCode: code }), licence({}, { purpose: 'qualification' })],
    checks: [check({ code: 'licenceCode', finding: 'codeAgrees' }), near],
    duplicates: [
      {
        type: 'organisation',
        id: newId(),
        name: onLicence,
        code,
        contactName: '周敏',
        mobile: '13600007777',
        email: '',
        state: 'enabled',
        since: inHours(-900),
        score: 0.92,
        shares: ['code'],
      },
    ],
  })
  second = review({ form: { ...base.form, name: '江苏省水利工程科技咨询股份有限公司', contactName: '周敏' } })
  queue = [row(first, { dueAt: inHours(-1), worst: near }), row(second)]
  answers['registrations.queue'] = () => data({ rows: queue, nextCursor: null })
  answers['registrations.queueCounts'] = () => data({ pending: queue.length, dueSoon: 0, overdue: 1 })
  answers['registrations.review'] = ({ id }) => data(id === first.id ? first : second)
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const soon = () => vi.advanceTimersByTimeAsync(100)

async function open(address = '/desk/registrations'): Promise<{ place: HTMLElement; history: MemoryHistory }> {
  const { place, history } = showPage(address, { '/desk/registrations/:id?': DeskRegistrationsPage }, staff)
  await soon()
  await soon()
  return { place, history }
}

const toasts = (place: HTMLElement) => [...place.querySelectorAll('.toast-text')].map((one) => one.textContent).join()

test('the one that is due first opens by itself, with what differs marked and duplicates linked', async () => {
  const { place, history } = await open()
  expect(history.get()).toBe(`/desk/registrations/${first.id}`)
  const table = find(place, '.compare-table')
  expect([...table.querySelectorAll('.diff-text-extra')].map((one) => one.textContent)).toEqual(['市'])
  expect(place.textContent).toContain('名称 92% 相近')
  expect(find<HTMLAnchorElement>(place, 'a.card-entry').getAttribute('href')).toBe(
    `/desk/organisations/${first.duplicates[0]?.id}`,
  )
  expect(place.textContent).toContain('营业执照')
  expect(place.textContent).toContain('资质证书')
})

test('J and K walk through the queue, [ and ] through the documents, numbers through the fields; ? has them all', async () => {
  const { place, history } = await open()
  press('j')
  await soon()
  expect(history.get()).toBe(`/desk/registrations/${second.id}`)
  press('k')
  await soon()
  expect(history.get()).toBe(`/desk/registrations/${first.id}`)
  press(']')
  await soon()
  expect(find(place, '.picture-tab[aria-pressed="true"]').textContent).toContain('资质证书')
  press('[')
  press('1')
  await soon()
  expect(find(place, '.compare-table-chosen').textContent).toContain('代码')
  const keys = activeKeys().map(({ key }) => key)
  for (const key of ['A', 'R', 'J', 'K', '[', ']', '1', '2', '/']) expect(keys).toContain(key)
})

test('A and Enter approve; the password stands there once, large, until it is said to be passed on', async () => {
  answers['registrations.approve'] = () => {
    queue = [row(second)]
    first = { ...first, state: 'approved', decidedByName: '陈静', decidedAt: inHours(0) }
    return data({
      organisationId: newId(),
      accountId: newId(),
      logInNames: [code, 'B301', '13800001234'],
      oneTimePassword: 'K7MP-3QXW-9FTR',
      mailedTo: 'lin@corp.cn',
    })
  }
  const { place, history } = await open()
  press('a')
  const [memberNo, note] = place.querySelectorAll<HTMLInputElement>('.verdict-bar input')
  expect(document.activeElement).toBe(memberNo)
  type(memberNo as HTMLInputElement, 'b301')
  type(note as HTMLInputElement, '名称以执照为准')
  press('Enter', note)
  await soon()
  await soon()
  expect(inputsOf('registrations.approve')).toEqual([
    { id: first.id, version: 4, note: '名称以执照为准', memberNo: 'B301', creditCode: '' },
  ])
  expect(find(place, '.copy-row-figure').textContent).toContain('K7MP-3QXW-9FTR')
  expect(place.textContent).toContain('激活邮件已发到 lin@corp.cn')
  // Going on by mistake loses nothing.
  press('j')
  await soon()
  expect(place.textContent).not.toContain('K7MP-3QXW-9FTR')
  history.set({ value: `/desk/registrations/${first.id}` })
  await soon()
  const done = [...place.querySelectorAll('button')].find((one) => one.textContent?.includes('看下一份'))
  done?.click()
  await soon()
  expect(history.get()).toBe(`/desk/registrations/${second.id}`)
  history.set({ value: `/desk/registrations/${first.id}` })
  await soon()
  expect(place.textContent).not.toContain('K7MP-3QXW-9FTR')
})

test('who registered with a member number is approved with the credit code of the licence, already filled in', async () => {
  first = { ...first, codeKind: 'memberNo', code: 'A218', creditCodeNeeded: true, readCreditCode: code }
  answers['registrations.approve'] = () => refusal('creditCodeInvalid')
  const { place } = await open()
  press('a')
  const box = find<HTMLInputElement>(place, '.verdict-bar input')
  expect(box.value).toBe('9132 0105 MA1A BC3D 6D')
  press('Enter', box)
  await soon()
  expect(inputsOf('registrations.approve')).toMatchObject([{ creditCode: code, memberNo: '' }])
  expect(find(place, '.verdict-bar .field-error').textContent).toContain('18 位')
})

test('R and a number fill in a sentence, Enter sends it and shows the next one', async () => {
  answers['registrations.reject'] = () => data({ ok: true })
  const { place, history } = await open()
  press('r')
  await soon()
  expect(find(place, '.reason-list-suggested').textContent).toContain('名称与执照不符')
  press('1')
  const box = find<HTMLInputElement>(place, '.verdict-bar input')
  expect(document.activeElement).toBe(box)
  press('Enter', box)
  await soon()
  expect(inputsOf('registrations.reject')).toEqual([
    { id: first.id, version: 4, reason: '单位全称与营业执照不一致，请改成与执照一字不差。' },
  ])
  expect(history.get()).toBe(`/desk/registrations/${second.id}`)
  expect(toasts(place)).toContain('已驳回')
})

test('Esc goes back one step, and nothing was decided', async () => {
  const { place } = await open()
  press('r')
  await soon()
  press('Escape')
  await soon()
  expect(place.textContent).toContain('通过后一起办完')
  expect(inputsOf('registrations.reject')).toEqual([])
})

test('when another reviewer was faster, a toast says who, and the next one opens', async () => {
  answers['registrations.approve'] = () => {
    queue = [row(second)]
    return refusal('registrationAlreadyDecided', { by: '王磊', at: inHours(0), state: 'approved' })
  }
  const { place, history } = await open()
  press('a')
  press('Enter', find(place, '.verdict-bar input'))
  await soon()
  await soon()
  expect(toasts(place)).toContain('王磊已经通过了')
  expect(history.get()).toBe(`/desk/registrations/${second.id}`)
})

test('a colleague’s decision that comes with the next answer ends the form in the same way', async () => {
  const { place, history } = await open()
  press('r')
  first = { ...first, state: 'rejected', decidedByName: '王磊', decidedAt: inHours(0), rejectedReason: '看不清' }
  queue = [row(second)]
  await vi.advanceTimersByTimeAsync(6_000)
  expect(toasts(place)).toContain('王磊已经退回了')
  expect(history.get()).toBe(`/desk/registrations/${second.id}`)
})

test('what the applicant changed meanwhile is looked at again before it is decided', async () => {
  answers['registrations.approve'] = () => {
    first = { ...first, version: 5, form: { ...first.form, name: onLicence }, checks: [check({})] }
    return refusal('registrationChanged')
  }
  const { place, history } = await open()
  press('a')
  press('Enter', find(place, '.verdict-bar input'))
  await soon()
  await soon()
  expect(history.get()).toBe(`/desk/registrations/${first.id}`)
  expect(toasts(place)).toContain('请看过最新的内容再继续')
  expect(place.textContent).toContain('单位刚改过这份申请')
})

test('state and search stand in the address, so that a link shows the same list', async () => {
  const { place } = await open('/desk/registrations?state=rejected&q=锡山')
  expect(inputsOf('registrations.queue')[0]).toMatchObject({ state: 'rejected', search: '锡山' })
  expect(find<HTMLInputElement>(place, 'input[type="search"]').value).toBe('锡山')
  const current = find<HTMLAnchorElement>(place, '.tabs-tab[aria-current="page"]')
  expect(current.getAttribute('href')).toBe(
    `/desk/registrations?${new URLSearchParams({ state: 'rejected', q: '锡山' })}`,
  )
})
