import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type CentreSettingsInput, centreSettingsSchema } from '../../server/features/centre/centre.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { ToastRegion } from '../../web/components/toast.tsx'
import DeskSettingsPage from '../../web/features/centre/desk-settings-page.tsx'
import { StaffContext, staffOf } from '../../web/features/shell/desk-staff.ts'
import { t } from '../../web/texts/desk-settings.zh-CN.ts'
import { createAnswers, data, refusal } from './answers.ts'
import { deskReviewer } from './desk-enrolment-answers.ts'
import { field, find, show, submit, type } from './show.ts'

/** 设置 of the system admin: what the centre is, its limits, what cards and certificates take from it, and its holidays. */
const { answers, inputsOf } = createAnswers()
const systemAdmin = { ...deskReviewer, staffRoles: ['systemAdmin'] as const }

const settings: CentreSettingsInput = {
  name: '江苏建科建筑技术培训中心',
  nameEn: 'Jianke Training Centre',
  postalAddress: '南京市北京西路 12 号',
  telephone: '025-80000000',
  mailFrom: '',
  sellerName: '',
  sellerTaxNumber: '',
  orderPaymentHours: 168,
  paymentAttemptMinutes: 30,
  orderReminderHours: 24,
  enrolmentReviewHours: 16,
  voucherReviewHours: 8,
  registrationReviewDays: 1,
  hoursReviewHours: 24,
  cardGraceDays: 90,
  cardWarningDays: 30,
  minutesPerHour: 45,
  letterRecipient: '',
  certificatePrefix: 'XS',
  workdayStartsMinute: 540,
  workdayEndsMinute: 1050,
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-05-08T02:00:00Z'),
  })
  let stored: object = settings
  answers['centre.settings'] = () => data({ ...stored, payeeAccounts: [] })
  answers['centre.update'] = (input) => {
    stored = input
    return data({ ...input, payeeAccounts: [] })
  }
  answers['centre.calendar'] = () => data(calendar)
  answers['centre.saveCalendar'] = (input) => data(input.days)
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}

async function open(
  part: string,
  me: Parameters<typeof staffOf>[0] = () => ({ ...systemAdmin, staffRoles: ['systemAdmin'] }),
) {
  const history = createMemoryHistory()
  history.set({ value: `/desk/settings/${part}` })
  const queries = createQueryClient()
  const place = show(() => (
    <QueryClientProvider client={queries}>
      <MemoryRouter
        history={history}
        root={(props) => (
          <StaffContext.Provider value={staffOf(me)}>
            <Suspense>{props.children}</Suspense>
            <ToastRegion />
          </StaffContext.Provider>
        )}
      >
        <Route path="/desk/settings/:part?" component={DeskSettingsPage} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
  await soon()
  return place
}
const send = (place: HTMLElement) => {
  submit(place)
  return soon()
}
const sent = () => inputsOf('centre.update').at(-1) as CentreSettingsInput | undefined
const words = (place: Element) => place.textContent ?? ''

/** Every number of the page; its label is the text of the same name. */
const limits = [
  'orderPaymentHours',
  'paymentAttemptMinutes',
  'orderReminderHours',
  'enrolmentReviewHours',
  'voucherReviewHours',
  'registrationReviewDays',
  'hoursReviewHours',
  'minutesPerHour',
  'cardGraceDays',
  'cardWarningDays',
] as const satisfies readonly (keyof CentreSettingsInput)[]
const isTaken = (change: Partial<CentreSettingsInput>) =>
  centreSettingsSchema.safeParse({ ...settings, ...change }).success

describe('the centre', () => {
  test('what is set is shown, and saved as it is when nothing was changed', async () => {
    const place = await open('centre')
    for (const name of limits) expect(field(place, t(name)).input.value, name).toBe(String(settings[name]))
    expect(field(place, t('certificatePrefix')).input.value).toBe('XS')
    expect(field(place, t('workdayStarts')).input.value).toBe('09:00')
    expect(field(place, t('workdayEnds')).input.value).toBe('17:30')
    await send(place)
    expect(sent()).toEqual(settings)
    expect(words(place)).toContain('已保存')
  })

  test('what hours, cards, letters and certificates take from here is typed and sent', async () => {
    const place = await open('centre')
    type(field(place, t('minutesPerHour')).input, '40')
    type(field(place, t('cardGraceDays')).input, '0')
    type(field(place, t('cardWarningDays')).input, '7')
    type(field(place, t('hoursReviewHours')).input, '16')
    type(field(place, t('letterRecipient')).input, '北京组（收）')
    type(field(place, t('certificatePrefix')).input, ' ｊｋ26')
    await send(place)
    expect(sent()).toEqual({
      ...settings,
      minutesPerHour: 40,
      cardGraceDays: 0,
      cardWarningDays: 7,
      hoursReviewHours: 16,
      letterRecipient: '北京组（收）',
      certificatePrefix: 'JK26',
    })
  })

  test('the number that certificates will have is shown while the prefix is typed; another form is refused', async () => {
    const place = await open('centre')
    expect(words(place)).toContain('以后的证书像 XS2026000123')
    const prefix = field(place, t('certificatePrefix'))
    type(prefix.input, 'njjk')
    await soon()
    expect(words(place)).toContain('以后的证书像 NJJK2026000123')
    type(prefix.input, '南京-1')
    await send(place)
    expect(field(place, t('certificatePrefix')).error()).toContain('最多 8 位大写字母和数字')
    expect(sent()).toBeUndefined()
    type(prefix.input, '')
    await send(place)
    expect(sent()).toMatchObject({ certificatePrefix: '' })
  })

  test.each(limits)('%s: the page takes what the server takes, and nothing else', async (name) => {
    const place = await open('centre')
    const tries = async (value: string) => {
      const before = inputsOf('centre.update').length
      type(field(place, t(name)).input, value)
      await send(place)
      const { error } = field(place, t(name))
      const isSent = inputsOf('centre.update').length > before
      expect(isSent, `${value}: ${error()}`).toBe(error() === '')
      if (isSent) expect(sent()?.[name]).toBe(Number(value))
      return isSent
    }
    // Its limits are found by asking the server's schema, so that neither can be changed alone.
    const taken = [
      0, 1, 2, 4, 5, 6, 30, 31, 120, 121, 176, 177, 264, 265, 366, 367, 720, 721, 1440, 1441, 3660, 3661, 8760, 8761,
    ]
    for (const value of taken) expect([value, await tries(String(value))]).toEqual([value, isTaken({ [name]: value })])
    for (const value of ['', ' ', '1.5', '-1', '十']) expect(await tries(value), value).toBe(false)
  })

  test('a day of work ends after it begins, names are needed, and nothing is sent before', async () => {
    const place = await open('centre')
    type(field(place, t('workdayEnds')).input, '08:59')
    await send(place)
    expect(field(place, t('workdayEnds')).error()).toContain('下班时间要晚于上班时间')
    type(field(place, t('workdayEnds')).input, '18:00')
    type(field(place, t('name')).input, ' ')
    await send(place)
    expect(field(place, t('name')).error()).not.toBe('')
    expect(sent()).toBeUndefined()
    type(field(place, t('name')).input, '南京培训中心')
    await send(place)
    expect(sent()).toMatchObject({ name: '南京培训中心', workdayStartsMinute: 540, workdayEndsMinute: 1080 })
  })

  test('what the server does not take is said at its field, and what was typed stays', async () => {
    answers['centre.update'] = () => refusal('inputInvalid', { field: 'mailFrom' })
    const place = await open('centre')
    type(field(place, t('mailFrom')).input, '培训中心 <不是地址>')
    await send(place)
    expect(field(place, t('mailFrom')).error()).toContain('请核对')
    expect(field(place, t('mailFrom')).input.value).toBe('培训中心 <不是地址>')
  })

  test('whoever is no system admin finds their own account only', async () => {
    answers['accounts.sessions'] = () => data([])
    const place = await open('centre', () => deskReviewer)
    expect(place.querySelector('a[href="/desk/settings/centre"]')).toBeNull()
    expect(place.querySelector('a[href="/desk/settings/retention"]')).toBeNull()
    expect(inputsOf('centre.settings')).toEqual([])
  })
})

const calendar = [
  { day: '2026-05-01', kind: 'holiday', name: '劳动节' },
  { day: '2026-05-09', kind: 'workday', name: '劳动节补班' },
]

describe('the holidays', () => {
  const days = (place: HTMLElement) =>
    [...place.querySelectorAll<HTMLInputElement>('input[aria-label="日期"]')].map(({ value }) => value)
  const inputs = (place: HTMLElement, label: string) => [
    ...place.querySelectorAll<HTMLInputElement>(`input[aria-label="${label}"]`),
  ]
  const press = async (place: HTMLElement, label: string) => {
    const button = [...place.querySelectorAll('button')].find(
      (one) => one.getAttribute('aria-label') === label || one.textContent?.trim() === label,
    )
    if (!button) throw new Error(`no button ${label}`)
    button.click()
    await soon()
  }
  const saved = () => inputsOf('centre.saveCalendar').at(-1)

  test('a year is shown, a day is added, another taken away, and the whole year is sent', async () => {
    const place = await open('calendar')
    expect(inputsOf('centre.calendar')).toEqual([{ year: 2026 }])
    expect(days(place)).toEqual(['2026-05-01', '2026-05-09'])
    const kinds = [...place.querySelectorAll<HTMLInputElement>('input[type="radio"]')].map(({ checked }) => checked)
    expect(kinds).toEqual([true, false, false, true])
    await press(place, '去掉 2026-05-09')
    await press(place, '加一天')
    const [, added] = inputs(place, '日期')
    const [, name] = inputs(place, '名称')
    if (!added || !name) throw new Error('no new day')
    type(added, '2026-10-01')
    type(name, '国庆节')
    await send(place)
    expect(saved()).toEqual({
      year: 2026,
      days: [
        { day: '2026-05-01', kind: 'holiday', name: '劳动节' },
        { day: '2026-10-01', kind: 'holiday', name: '国庆节' },
      ],
    })
  })

  test('a day twice, a day of another year and one without a name are said, and nothing is sent', async () => {
    const place = await open('calendar')
    const [first, second] = inputs(place, '日期')
    const [name] = inputs(place, '名称')
    if (!first || !second || !name) throw new Error('no days')
    type(second, '2026-05-01')
    await send(place)
    expect(words(place)).toContain('同一天写了两次')
    type(second, '2027-05-01')
    await send(place)
    expect(words(place)).toContain('日期要在 2026 年里')
    type(second, '2026-05-09')
    type(name, ' ')
    await send(place)
    expect(words(place)).toContain('请写名称')
    expect(saved()).toBeUndefined()
    type(name, '五一')
    find<HTMLInputElement>(place, 'input[type="radio"]:not(:checked)').click()
    await send(place)
    expect(saved()).toMatchObject({ days: [{ kind: 'workday', name: '五一' }, { kind: 'workday' }] })
  })

  test('a year without days says how it is counted, and the years beside it are one step away', async () => {
    answers['centre.calendar'] = () => data([])
    const place = await open('calendar')
    expect(words(place)).toContain('2026 年还没有安排')
    const years = [...place.querySelectorAll('a[href*="year="]')].map((link) => link.getAttribute('href'))
    expect(years).toEqual([2025, 2026, 2027].map((year) => `/desk/settings/calendar?year=${year}`))
  })
})
