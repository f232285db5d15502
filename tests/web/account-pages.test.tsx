import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { type Component, Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { residentIdOf } from '../../prisma/seed/credit-codes.ts'
import { newId } from '../../server/core/ids.ts'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import ActivatePage from '../../web/features/accounts/activate-page.tsx'
import FirstPasswordPage from '../../web/features/accounts/first-password-page.tsx'
import ForgottenPage from '../../web/features/accounts/forgotten-page.tsx'
import LogInPage from '../../web/features/accounts/log-in-page.tsx'
import MobilePage from '../../web/features/accounts/mobile-page.tsx'
import ResetPasswordPage from '../../web/features/accounts/reset-password-page.tsx'
import { setTypedName } from '../../web/features/accounts/typed-name.ts'
import { find, show, type } from './show.ts'

type Answer = { result: { data: unknown } } | { error: unknown }
const data = (value: unknown): Answer => ({ result: { data: value } })
const refusal = (code: string, details: Record<string, unknown> = {}): Answer => ({
  error: { message: code, code: -32009, data: { code: 'CONFLICT', httpStatus: 409, app: { code, details } } },
})

const token = 'T'.repeat(64)
const me: Me = {
  accountId: newId(),
  name: '张学明',
  locale: 'zh-CN',
  gate: 'open',
  staffRoles: [],
  organisation: null,
  organisations: [],
  learner: { id: newId(), name: '张学明' },
  profile: { mobile: '13800000001', email: 'xue@example.com', missing: [] },
  secondFactor: { enabled: false, required: false, recoveryCodesLeft: 0 },
}

let answers: Record<string, (input: Record<string, unknown>) => Answer>
let asked: { path: string; input: Record<string, unknown>; address: string }[]

beforeEach(() => {
  asked = []
  setTypedName('')
  answers = { 'accounts.me': () => data(me), 'centre.get': () => data({ telephone: '025-80000000' }) }
  vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
    const paths = new URL(address, 'http://localhost').pathname.replace('/trpc/', '').split(',')
    const inputs = init?.body ? (JSON.parse(String(init.body)) as Record<string, Record<string, unknown>>) : {}
    return Response.json(
      paths.map((path, index) => {
        const input = inputs[String(index)] ?? {}
        asked.push({ path, input, address })
        return answers[path]?.(input) ?? refusal('notFound')
      }),
    )
  })
})
afterEach(() => vi.unstubAllGlobals())

function open(at: string, page: Component): HTMLElement {
  const history = createMemoryHistory()
  history.set({ value: at })
  return show(() => (
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter history={history} root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path={at.replace(/[?#].*/, '')} component={page} />
        <Route path="*" component={() => <p>elsewhere</p>} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000 })
const sent = (path: string) => asked.filter((one) => one.path === path)
const press = (place: ParentNode) => find<HTMLButtonElement>(place, 'button[type=submit]').click()
const links = (place: ParentNode) => [...place.querySelectorAll('a')].map((link) => link.getAttribute('href'))

const view = {
  name: '赵敏',
  organisation: '苏州检测有限公司',
  logInNames: ['91320500MA1X2Y3Z4A'],
  missing: [],
  locale: 'zh-CN',
}

test('opening an activation link says whose it is and spends nothing; the token goes nowhere but into the body', async () => {
  answers['accounts.lookAtLink'] = () => data(view)
  const place = open(`/activate#${token}`, ActivatePage)
  await until(() => expect(place.textContent).toContain('苏州检测有限公司'))
  expect(place.textContent).toContain('91320500MA1X2Y3Z4A')
  expect(sent('accounts.lookAtLink')[0]?.input).toEqual({ purpose: 'activation', token })
  expect(sent('accounts.setPasswordByLink')).toEqual([])
  for (const { address } of asked) expect(address).not.toContain(token)
})

test('a weak password is refused on the spot, a good one is sent once with the link', async () => {
  answers['accounts.lookAtLink'] = () => data(view)
  answers['accounts.setPasswordByLink'] = () => data({ next: 'open', me })
  const place = open(`/activate#${token}`, ActivatePage)
  await until(() => find(place, 'input[type=password]'))
  const input = find<HTMLInputElement>(place, 'input[type=password]')
  for (const weak of ['abc123', '91320500MA1X2Y3Z4A']) {
    type(input, weak)
    press(place)
  }
  await until(() => expect(place.textContent).toContain('别人容易猜到'))
  expect(sent('accounts.setPasswordByLink')).toEqual([])
  type(input, 'kettle-on-the-19-hill')
  press(place)
  await until(() => expect(place.textContent).toContain('elsewhere'))
  expect(sent('accounts.setPasswordByLink').map((one) => one.input)).toEqual([
    { purpose: 'activation', token, next: 'kettle-on-the-19-hill' },
  ])
})

test.each([
  ['used', '已经用过了', '/log-in'],
  ['expired', '过期了', 'tel:025-80000000'.replaceAll('-', '')],
  ['unknown', '链接不完整', 'tel:02580000000'],
])('an activation link that is %s says so and what to do', async (why, words, href) => {
  answers['accounts.lookAtLink'] = () => refusal('linkNotUsable', { why })
  const place = open(`/activate#${token}`, ActivatePage)
  await until(() => expect(place.textContent).toContain(words))
  await until(() => expect(links(place)).toContain(href))
  expect(place.querySelector('input')).toBeNull()
})

test('a reset link that has expired leads to a new one', async () => {
  answers['accounts.lookAtLink'] = () => refusal('linkNotUsable', { why: 'expired' })
  const place = open(`/reset-password#${token}`, ResetPasswordPage)
  await until(() => expect(links(place)).toContain('/log-in/forgotten'))
})

test('what was typed as the account comes along to the forgotten password, and not in the address', async () => {
  answers['accounts.logIn'] = () => refusal('logInRefused')
  const idNumber = residentIdOf('32050119900101123')
  const place = open('/log-in', LogInPage)
  await until(() => find(place, 'input[type=password]'))
  type(find<HTMLInputElement>(place, 'input'), idNumber)
  type(find<HTMLInputElement>(place, 'input[type=password]'), 'wrong')
  press(place)
  await until(() => expect(place.textContent).toContain('账号或密码不对'))
  expect(links(place).join()).not.toContain(idNumber)
  const forgotten = open('/log-in/forgotten', ForgottenPage)
  await until(() => expect(find<HTMLInputElement>(forgotten, 'input').value).toBe(idNumber))
})

test.each(['91320594MA1MTB5Y9X', 'a017'])(
  'a code that is refused (%s) leads to the state of its registration',
  async (code) => {
    answers['accounts.logIn'] = () => refusal('logInRefused')
    const place = open('/log-in', LogInPage)
    await until(() => find(place, 'input[type=password]'))
    expect(links(place)).toEqual(expect.arrayContaining(['/register', '/register?way=progress']))
    type(find<HTMLInputElement>(place, 'input'), code)
    type(find<HTMLInputElement>(place, 'input[type=password]'), 'wrong')
    press(place)
    await until(() => expect(links(place)).toContain(`/register?way=progress&code=${code.toUpperCase()}`))
  },
)

test('the forgotten password is answered alike for every name, and honestly where no mail leaves', async () => {
  let mailLeaves = true
  answers['accounts.forgotten'] = () => data({ mailLeaves })
  const ask = async () => {
    setTypedName('A017')
    const place = open('/log-in/forgotten', ForgottenPage)
    await until(() => find(place, 'input'))
    press(place)
    await until(() => expect(place.querySelector('input')).toBeNull())
    return place.textContent
  }
  expect(await ask()).toContain('如果“A017”有账号')
  mailLeaves = false
  expect(await ask()).toContain('寄不出去')
})

test('a mobile is changed by the mailed digits, and the page says what came of it', async () => {
  const changed = { logsIn: false, me: { ...me, profile: { ...me.profile, mobile: '13900000002', missing: [] } } }
  answers['accounts.beginMobileChange'] = () =>
    data({ mailedTo: 'x***@example.com', expiresAt: '2026-05-08T02:10:00.000Z', changed: null })
  answers['accounts.confirmMobileChange'] = ({ digits }) =>
    digits === '123456' ? data(changed) : refusal('codeNotRight', { why: 'wrong', triesLeft: 4 })
  const place = open('/me/mobile', MobilePage)
  await until(() => find(place, 'input[type=password]'))
  type(find<HTMLInputElement>(place, 'input[inputmode=tel]'), '139 0000 0002')
  type(find<HTMLInputElement>(place, 'input[type=password]'), 'lantian-baiyun-26')
  press(place)
  await until(() => expect(place.textContent).toContain('x***@example.com'))
  const digits = () => find<HTMLInputElement>(place, 'input[autocomplete=one-time-code]')
  type(digits(), '111111')
  await until(() => expect(place.textContent).toContain('还可以试 4 次'))
  type(digits(), '123456')
  await until(() => expect(find(place, '[role=status]').textContent).toContain('已经是另一个账号的登录名'))
})

test('at the first log-in a learner may give an e-mail and need not', async () => {
  const newcomer: Me = { ...me, gate: 'passwordChange', profile: { mobile: '13800000001', email: '', missing: [] } }
  answers['accounts.me'] = () => data(newcomer)
  answers['accounts.changePassword'] = () => data({ next: 'open', me })
  const place = open('/log-in/password', FirstPasswordPage)
  await until(() => find(place, 'input[type=email]'))
  type(find<HTMLInputElement>(place, 'input[autocomplete=new-password]'), 'kettle-on-the-19-hill')
  type(find<HTMLInputElement>(place, 'input[type=email]'), 'nonsense')
  press(place)
  await until(() => expect(place.textContent).toContain('邮箱格式不对'))
  type(find<HTMLInputElement>(place, 'input[type=email]'), '')
  press(place)
  await until(() =>
    expect(sent('accounts.changePassword').map((one) => one.input)).toEqual([{ next: 'kettle-on-the-19-hill' }]),
  )
})
