import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makePayee, makePlan } from '../../support/orders.ts'
import { makeStaff } from '../../support/people.ts'
import { freshCode, handedIn, licenceReading } from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'
import { type Browser, goodPassword, openBrowser } from '../accounts/browser.ts'

let world: World
let reviewer: { cookie: string }
let planId: string

beforeAll(async () => {
  world = await openWorld()
  reviewer = await makeStaff(world, 'reviewer')
  await makePayee(world)
  planId = await makePlan(world)
})
afterAll(() => world.close())

const order = (browser: Browser, organisationId: string) =>
  browser.mutate('orders.createStudyCardOrder', {
    id: newId(),
    planId,
    organisationId,
    amountFen: 320_000,
    mode: 'payFirst',
  })

const billing = (title: string, taxNumber: string) => ({
  invoiceKind: 'normal',
  title,
  taxNumber,
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: 'fapiao@example.com',
  mobile: '13800138000',
})

test('from approval to the first order: a password of one’s own, then the billing profile, then the order', async () => {
  const sent = await handedIn(world)
  // Before approval nobody logs in.
  expect((await openBrowser(world).logIn(sent.code, 'whatever-it-is')).code).toBe('logInRefused')
  const approved = await world.mutate('registrations.approve', { id: sent.id, version: sent.version }, reviewer.cookie)
  const { organisationId, oneTimePassword } = approved.data

  const browser = openBrowser(world)
  const entered = await browser.logIn(sent.code, oneTimePassword)
  expect(entered.data).toMatchObject({ next: 'passwordChange' })
  expect(await order(browser, organisationId)).toMatchObject({ code: 'passwordChangeNeeded' })
  const changed = await browser.mutate('accounts.changePassword', { next: goodPassword })
  // Mobile and e-mail were typed in the registration: nothing is missing.
  expect(changed.data).toMatchObject({
    next: 'open',
    me: {
      organisation: { id: organisationId, name: sent.form.name },
      profile: { mobile: sent.form.mobile, email: sent.form.email, missing: [] },
    },
  })

  const refused = await order(browser, organisationId)
  expect(refused).toMatchObject({
    status: 409,
    code: 'billingProfileIncomplete',
    details: { missing: 'title,taxNumber,email,mobile', organisationId },
  })
  const otherName = billing('苏州别的有限公司', sent.code)
  expect(await browser.mutate('organisations.saveBilling', { organisationId, ...otherName })).toMatchObject({
    code: 'billingTitleMismatch',
    details: { registeredName: sent.form.name },
  })
  const otherNumber = billing(sent.form.name, freshCode())
  expect(await browser.mutate('organisations.saveBilling', { organisationId, ...otherNumber })).toMatchObject({
    code: 'billingTaxNumberMismatch',
    details: { creditCode: sent.code },
  })
  const saved = await browser.mutate('organisations.saveBilling', {
    organisationId,
    ...billing(sent.form.name, sent.code),
  })
  expect(saved.data).toMatchObject({ complete: true })
  expect((await order(browser, organisationId)).data).toMatchObject({ state: 'open', organisationName: sent.form.name })
})

test('who registered with a member number bills with the credit code that staff entered', async () => {
  const credit = freshCode()
  const sent = await handedIn(world, { code: 'B901', reading: licenceReading({ creditCode: credit }) })
  const approved = await world.mutate(
    'registrations.approve',
    { id: sent.id, version: sent.version, creditCode: credit },
    reviewer.cookie,
  )
  const browser = openBrowser(world)
  await browser.logIn('b901', approved.data.oneTimePassword)
  await browser.mutate('accounts.changePassword', { next: goodPassword })
  const { organisationId } = approved.data
  const saved = await browser.mutate('organisations.saveBilling', {
    organisationId,
    ...billing(sent.form.name, credit),
  })
  expect(saved.data).toMatchObject({ complete: true })
  expect((await order(browser, organisationId)).code).toBeNull()
})

test('the older organisation code alone bills with a tax number that holds it', async () => {
  const credit = freshCode()
  const sent = await handedIn(world, { code: credit.slice(8, 17) })
  const approved = await world.mutate('registrations.approve', { id: sent.id, version: sent.version }, reviewer.cookie)
  const browser = openBrowser(world)
  await browser.logIn(credit.slice(8, 17), approved.data.oneTimePassword)
  await browser.mutate('accounts.changePassword', { next: goodPassword })
  const { organisationId } = approved.data
  expect(
    (await browser.mutate('organisations.saveBilling', { organisationId, ...billing(sent.form.name, freshCode()) }))
      .code,
  ).toBe('billingTaxNumberMismatch')
  const saved = await browser.mutate('organisations.saveBilling', {
    organisationId,
    ...billing(sent.form.name, credit),
  })
  expect(saved.data).toMatchObject({ complete: true })
})
