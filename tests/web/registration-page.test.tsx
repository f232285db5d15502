import { createMemoryHistory, type MemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import type { RegistrationView } from '../../server/features/registrations/registrations.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import RegisterPage from '../../web/features/registrations/register-page.tsx'
import RegistrationPage from '../../web/features/registrations/registration-page.tsx'
import { addFile } from '../../web/offline/outbox.ts'
import { sendFile } from '../../web/offline/send-file.ts'
import { createAnswers, data, refusal } from './answers.ts'
import { check, code, day, licence, onLicence, registration } from './registration-sample.ts'
import { find, show, type, until } from './show.ts'

vi.mock('../../web/offline/send-file.ts', () => ({ sendFile: vi.fn() }))

// Loaded now: what loads late would be waited for in the time that the tests stop.
await import('../../web/features/registrations/registration-status.tsx')

const { answers, calls, inputsOf } = createAnswers()

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  answers['registrations.mine'] = () => data({ rows: [] })
})
afterEach(() => void vi.useRealTimers())

const soon = () => vi.advanceTimersByTimeAsync(50)

async function open(address: string): Promise<{ place: HTMLElement; history: MemoryHistory }> {
  const history = createMemoryHistory()
  history.set({ value: address })
  const queries = createQueryClient()
  const place = show(() => (
    <QueryClientProvider client={queries}>
      <MemoryRouter history={history} root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path="/register" component={RegisterPage} />
        <Route path="/register/:id" component={RegistrationPage} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
  await soon()
  return { place, history }
}

function button(place: HTMLElement, name: string): HTMLElement {
  const found = [...place.querySelectorAll<HTMLElement>('button, a')].find((one) => one.textContent?.includes(name))
  if (!found) throw new Error(`no button ${name} in ${place.textContent}`)
  return found
}

const submit = async (place: HTMLElement) => {
  find<HTMLFormElement>(place, 'form').requestSubmit()
  await soon()
}
const inputs = (place: HTMLElement) => [...place.querySelectorAll<HTMLInputElement>('form input:not([type=file])')]
const areas = (place: HTMLElement) => [...place.querySelectorAll<HTMLTextAreaElement>('textarea')]

// --- The code -----------------------------------------------------------------------------------------------------

const checkedCode = (change: object) =>
  data({ code, kind: 'creditCode', doubtful: false, registered: false, inProgress: false, mine: null, ...change })

test('a code that is none is said under the field, without asking the server', async () => {
  const { place } = await open('/register')
  type(find(place, 'input'), '9132OI05')
  await submit(place)
  expect(place.textContent).toContain('这不像单位的代码')
  expect(inputsOf('registrations.checkCode')).toEqual([])
})

test('full-width letters and blanks are put right, a doubtful check character goes on', async () => {
  answers['registrations.checkCode'] = () => checkedCode({ doubtful: true })
  const { place } = await open('/register')
  type(find(place, 'input'), '９１３５ ０２０３m0001QAY9B')
  expect(find<HTMLInputElement>(place, 'input').value).toBe('9135 0203 M000 1QAY 9B')
  expect(place.textContent).toContain('最后一位校验对不上')
  await submit(place)
  expect(inputsOf('registrations.checkCode')).toEqual([{ code: '91350203M0001QAY9B' }])
  expect(place.textContent).toContain('点击“确定”进行单位注册')
})

test('whoever is registered is sent to log in; an application of somebody is looked up; an own one is gone on with', async () => {
  const { place } = await open('/register')
  const ask = async (change: object) => {
    answers['registrations.checkCode'] = () => checkedCode(change)
    type(find(place, 'input'), '')
    type(find(place, 'input'), code)
    await submit(place)
  }
  await ask({ registered: true })
  expect(button(place, '找回密码').getAttribute('href')).toBe('/log-in/forgotten')
  await ask({ inProgress: true })
  expect(button(place, '看进度').getAttribute('href')).toBe(`/register?way=progress&code=${code}`)
  const id = newId()
  await ask({ mine: { id, state: 'draft' } })
  expect(button(place, '继续填写').getAttribute('href')).toBe(`/register/${id}`)
})

test('the progress is told by code and mobile; going on asks for the six mailed digits', async () => {
  const id = newId()
  answers['registrations.resume'] = () =>
    data({
      registrations: [
        {
          id,
          name: onLicence,
          state: 'rejected',
          stateSince: day,
          submittedAt: day,
          dueAt: day,
          rejectedReason: '营业执照看不清',
          mine: false,
          mailTo: 'l***@corp.cn',
        },
      ],
    })
  answers['registrations.sendResumeCode'] = () => data({ mailTo: 'l***@corp.cn', expiresAt: day })
  answers['registrations.confirmResume'] = ({ digits }) =>
    digits === '463395' ? data({ id, version: 3 }) : refusal('codeNotRight', { why: 'wrong', triesLeft: 4 })
  answers['registrations.get'] = () => data(registration({ id, state: 'rejected' }))
  const { place, history } = await open(`/register?way=progress&code=${code}`)
  type(inputs(place)[1] as HTMLInputElement, '138 0000 1234')
  await submit(place)
  expect(place.textContent).toContain('营业执照看不清')
  button(place, '改好再交').click()
  await soon()
  const digits = find<HTMLInputElement>(place, 'input[autocomplete="one-time-code"]')
  type(digits, '111111')
  await soon()
  expect(place.textContent).toContain('还可以试 4 次')
  type(digits, '463395')
  await soon()
  expect(history.get()).toBe(`/register/${id}`)
  expect(inputsOf('registrations.confirmResume').at(-1)).toEqual({
    id,
    code,
    mobile: '138 0000 1234',
    digits: '463395',
  })
})

// --- The form -----------------------------------------------------------------------------------------------------

/** A server that keeps one application, as the real one does; `change` is what its worker, its staff or another device do. */
function serve(view: RegistrationView) {
  let kept = view
  answers['registrations.get'] = () => data(kept)
  answers['registrations.saveForm'] = ({ version, form }) => {
    if (version !== kept.version) return refusal('registrationChanged')
    const filled = form as RegistrationView['form']
    const missing = kept.missing.filter((part) => part === 'licence' || filled[part] === '')
    kept = { ...kept, version: kept.version + 1, form: filled, missing }
    return data({ version: kept.version })
  }
  return {
    kept: () => kept,
    change(next: Partial<RegistrationView>) {
      kept = { ...kept, ...next }
    },
  }
}

test('the first step makes the application known and keeps what was typed, also over a reload before that', async () => {
  const id = newId()
  let begun: RegistrationView | null = null
  answers['registrations.get'] = () => (begun ? data(begun) : refusal('notFound'))
  const address = `/register/${id}?code=${code}`
  const first = await open(address)
  const [name, mobile] = inputs(first.place)
  type(name as HTMLInputElement, '林晓瑜')
  type(mobile as HTMLInputElement, '138 0000 1234')
  await submit(first.place)
  expect(first.place.textContent).toContain('请填邮箱')
  expect(inputsOf('registrations.begin')).toEqual([])
  first.place.remove()

  const { place, history } = await open(address)
  expect(inputs(place).map((one) => one.value)).toEqual(['林晓瑜', '138 0000 1234', ''])
  type(inputs(place)[2] as HTMLInputElement, 'lin@corp.cn')
  answers['registrations.begin'] = () => {
    begun = serve(registration({ id })).kept()
    return data({ id, version: 1 })
  }
  await submit(place)
  expect(inputsOf('registrations.begin')).toEqual([{ id, code, mobile: '138 0000 1234' }])
  expect(inputsOf('registrations.saveForm')).toMatchObject([
    { id, version: 1, form: { contactName: '林晓瑜', mobile: '138 0000 1234', email: 'lin@corp.cn' } },
  ])
  expect(history.get()).toBe(`/register/${id}?step=unit`)
})

test('an application of another device leads to code and mobile', async () => {
  answers['registrations.get'] = () => refusal('notFound')
  const { place, history } = await open(`/register/${newId()}`)
  expect(history.get()).toBe('/register?way=progress&elsewhere=1')
  expect(place.textContent).toContain('这台设备上没有这份申请')
})

test('a photographed licence fills the form by itself, and only what is empty', async () => {
  const view = registration({ missing: ['name', 'address', 'licence'] })
  const server = serve({ ...view, form: { ...view.form, contactName: '林晓瑜', email: 'lin@corp.cn' } })
  const { place } = await open(`/register/${view.id}?step=unit`)
  expect(place.textContent).toContain('先拍营业执照，自动填写')
  const file = licence({}, { state: 'received', hasPicture: false })
  vi.mocked(sendFile).mockImplementationOnce(async () => {
    server.change({ files: [file], checked: false })
    return { fileId: file.id }
  })
  await addFile(
    { kind: 'registration', id: view.id, purpose: 'licence' },
    new File(['a licence'], '执照.jpg', { type: 'image/jpeg' }),
  )
  await soon()
  expect(place.textContent).toContain('正在读执照')
  type(areas(place)[1] as HTMLTextAreaElement, '无锡市友谊北路 312 号')
  const read = licence({ name: onLicence, address: '南京市江东中路 108 号' }, { id: file.id })
  server.change({ files: [read], checked: true })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(areas(place).map((one) => one.value)).toEqual([onLicence, '无锡市友谊北路 312 号'])
  expect(place.textContent).toContain('名称与执照一致')
})

test('a name that differs shows both values and takes the licence’s with one tap', async () => {
  const view = registration({ missing: ['address'], files: [licence({ name: onLicence })] })
  const typed = onLicence.replace('市', '')
  serve({ ...view, form: { ...view.form, name: typed } })
  const { place } = await open(`/register/${view.id}?step=unit`)
  expect(place.textContent).toContain('名称与执照不一样')
  expect(find(place, '.diff-text-extra').textContent).toBe('市')
  button(place, '用执照上的名称').click()
  await soon()
  expect(areas(place)[0]?.value).toBe(onLicence)
  expect(place.textContent).not.toContain('名称与执照不一样')
})

test('a change that only a picture made does not stop what was typed', async () => {
  const view = registration({ missing: ['address'] })
  const server = serve({ ...view, form: { ...view.form, name: onLicence } })
  const { place, history } = await open(`/register/${view.id}?step=unit`)
  type(areas(place)[1] as HTMLTextAreaElement, '无锡市友谊北路 312 号')
  server.change({ version: 7 })
  await submit(place)
  expect(inputsOf('registrations.saveForm').map(({ version }) => version)).toEqual([1, 7])
  expect(history.get()).toContain('step=documents')
})

test('the same field changed on two devices is a question, and neither answer is lost unseen', async () => {
  const view = registration({ missing: [] })
  const form = { ...view.form, name: onLicence, address: '旧地址 1 号' }
  const server = serve({ ...view, form })
  const { place } = await open(`/register/${view.id}?step=unit`)
  type(areas(place)[1] as HTMLTextAreaElement, '无锡市友谊北路 312 号')
  server.change({ version: 5, form: { ...form, address: '无锡市人民路 1 号' } })
  await submit(place)
  expect(place.textContent).toContain('另一台设备上刚改成了“无锡市人民路 1 号”')
  expect(areas(place)[1]?.value).toBe('无锡市友谊北路 312 号')
  button(place, '用那边的').click()
  await soon()
  expect(areas(place)[1]?.value).toBe('无锡市人民路 1 号')
})

test('what is missing is named on the overview and leads to its step; nothing is sent before', async () => {
  const view = registration({ missing: ['licence'] })
  serve({
    ...view,
    form: { ...view.form, name: onLicence, contactName: '林晓瑜', email: 'l@corp.cn', address: '一号' },
  })
  const { place } = await open(`/register/${view.id}?step=overview`)
  expect(place.textContent).toContain('还缺：营业执照')
  expect(button(place, '去填证照').getAttribute('href')).toBe(`/register/${view.id}?step=documents`)
  expect((button(place, '提交') as HTMLButtonElement).disabled).toBe(true)
})

test('the submission is made on the newest version, and its page says until when the centre answers', async () => {
  const view = registration({ missing: [], files: [licence({ name: onLicence })], checks: [check({})] })
  const server = serve({
    ...view,
    form: { ...view.form, name: onLicence, contactName: '林晓瑜', email: 'lin@corp.cn', address: '一号' },
  })
  answers['registrations.submit'] = ({ version }) => {
    server.change({ state: 'pending', submittedAt: day, dueAt: new Date(Date.now() + 86_400_000).toISOString() })
    return data({ version, dueAt: day })
  }
  const { place, history } = await open(`/register/${view.id}?step=overview`)
  server.change({ version: 9 })
  button(place, '提交').click()
  await until(() => expect(history.get()).toBe(`/register/${view.id}`))
  expect(inputsOf('registrations.submit')).toMatchObject([{ version: 9, form: server.kept().form }])
  await until(() => expect(place.textContent).toMatch(/待审核.*最晚.*审完/))
  expect(localStorage.getItem(`xueshi.draft.registration-${view.id}`)).toBeNull()
})

test('a rejected one says why and leads straight to the step', async () => {
  const view = registration({ state: 'rejected', missing: [], rejectedReason: '单位全称与营业执照不一致' })
  serve(view)
  const { place } = await open(`/register/${view.id}`)
  await until(() => expect(place.textContent).toContain('单位全称与营业执照不一致'))
  expect(button(place, '改好再交').getAttribute('href')).toBe(`/register/${view.id}?step=unit`)
})

test('an approved one says where the link went and cannot be changed any more', async () => {
  const view = registration({ state: 'approved', missing: [] })
  serve({ ...view, form: { ...view.form, email: 'lin@corp.cn' } })
  const { place } = await open(`/register/${view.id}?step=unit`)
  await until(() => expect(place.textContent).toContain('激活邮件已发到 lin@corp.cn'))
  expect(button(place, '登录').getAttribute('href')).toBe('/log-in')
  expect(place.textContent).not.toContain('修改')
})

test('a code that differs from the licence is put right by registering with the licence’s, without typing all again', async () => {
  const view = registration({
    missing: ['licence'],
    files: [licence({ creditCode: '91320205123456788R' })],
    checks: [
      check({ code: 'licenceCode', finding: 'codeNear', verdict: 'warn', found: '91320205123456788R', expected: code }),
    ],
  })
  serve({ ...view, form: { ...view.form, contactName: '林晓瑜', email: 'lin@corp.cn' } })
  const { place } = await open(`/register/${view.id}?step=documents`)
  const href = button(place, '用执照上的代码注册').getAttribute('href')
  expect(href).toBe(`/register?code=91320205123456788R&from=${view.id}`)
  const fresh = newId()
  const before = answers['registrations.get']
  answers['registrations.get'] = (input) =>
    input.id === view.id ? (before?.(input) ?? refusal('notFound')) : refusal('notFound')
  const next = await open(`/register/${fresh}?code=91320205123456788R&from=${view.id}`)
  await soon()
  expect(inputs(next.place).map((one) => one.value)).toEqual(['林晓瑜', '13800001234', 'lin@corp.cn'])
  expect(calls.some(({ path }) => path === 'registrations.withdraw')).toBe(false)
})
