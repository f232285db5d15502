import { readFile, writeFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { residentIdOf } from '../../prisma/seed/credit-codes.ts'
import { drawReceipt } from '../support/draw-receipt.ts'
import { type Journey, openJourney, pressReady, staff } from '../support/journey.ts'
import { payByCard, payByNetbank } from '../support/pay-at-the-bank.ts'
import { makeLearner } from '../support/people.ts'
import { readPdfText } from '../support/read-pdf.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/**
 * The manuals' parts on enrolment and payment, as new users walk them: seed 000 parts 一.二 (单位代报名) and 二 (查询报名状态
 * 及支付确认) with its tail, seed 002 part 四 (在线支付, 对公转账). Each test goes on where the one before it stopped. Real
 * browser, server, worker, OCR, bank, mail.
 */
const planName = '2026 年第三期检测人员培训'
const people = {
  known: { name: '李建国', idNumber: residentIdOf('32010119850612301') },
  unknown: { name: '周丽华', idNumber: residentIdOf('32010119920818503') },
  ticked: { name: '赵敏', idNumber: residentIdOf('32010119880203402') },
  byTransfer: { name: '孙志强', idNumber: residentIdOf('32010119900101604'), subjects: '混凝土检测' },
  second: { name: '吴晓燕', idNumber: residentIdOf('32010119910202705'), subjects: '混凝土检测、钢筋检测' },
}
let world: World
let journey: Journey
/** 单位管理员 on a phone and on a desk, and the reviewer. */
let phone: Page
let office: Page
let reviewer: Page
let planPath: string

beforeAll(async () => {
  world = await openWorld()
  journey = await openJourney(world)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await journey.explain('paying')
})

afterAll(async () => {
  await journey?.close()
  await world?.close()
})

const at = (path: string) => `${journey.product.url}${path}`

/** `2026-11-22` in Shanghai, so many days from today. */
const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

const enrolmentOf = (name: string) =>
  world.deps.db.enrolment.findFirstOrThrow({ where: { learner: { name } }, include: { subjects: true } })

const tickRow = (desk: Page, name: string) => desk.locator('tr', { hasText: name }).locator('label').click()

/** 下单: the button says for how many and how much; afterwards its page is open. */
async function placeOrder(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

const orderState = async (id: string) => (await world.deps.db.order.findUniqueOrThrow({ where: { id } })).state

/** 报名状态 and 缴费状态 of one person on the phone, as the status page has them. */
async function statusOf(name: string, payment: string): Promise<string> {
  await phone.goto(at(`${planPath}?state=confirmed&pay=${payment}`))
  const entry = phone.getByRole('link', { name: new RegExp(name) })
  await entry.waitFor()
  return (await entry.textContent()) ?? ''
}

test('staff make an offline plan with subjects and fees on the desk, and publish it', async () => {
  reviewer = await journey.open('desk', staff.reviewer)
  await reviewer.goto(at('/desk/plans'))
  await reviewer.getByRole('button', { name: '新建计划' }).first().click()
  const form = reviewer.locator('#plan-form')
  await waitFor('a number is proposed', async () => (await form.getByLabel('计划编号').inputValue()) !== '')
  await form.getByLabel('培训计划名称').fill(planName)
  await form.getByLabel('考核值（学时）').fill('30')
  await form.getByLabel('开始日期').fill(day(0))
  await form.getByLabel('结束日期').fill(day(20))
  await form.getByLabel('报名截止').fill(`${day(10)}T17:00`)
  await form.getByText('线下', { exact: true }).click()
  await form.getByLabel('名额').fill('40')
  await form.getByLabel('地点').fill('南京市北京西路 12 号 3 楼')
  await form.getByLabel('第 1 科名称').fill('混凝土检测')
  await form.getByLabel('第 1 科费用').fill('800')
  await reviewer.getByRole('button', { name: '加一科' }).click()
  await form.getByLabel('第 2 科名称').fill('钢筋检测')
  await form.getByLabel('第 2 科费用').fill('600')
  await journey.look(reviewer, '01-plan-form')
  await reviewer.getByRole('button', { name: '存为草稿' }).click()
  await reviewer.getByRole('button', { name: /^P?发布/ }).click()
  await reviewer.getByText('发布以后各单位都能看到').waitFor()
  await reviewer.keyboard.press('Enter')
  await reviewer.getByText('已发布，各单位可以看到了').waitFor()
  await journey.look(reviewer, '01-plan-published')

  const plan = await world.deps.db.plan.findFirstOrThrow({ include: { subjects: { orderBy: { position: 'asc' } } } })
  expect(plan).toMatchObject({ name: planName, state: 'published', mode: 'offline', capacity: 40 })
  expect(plan.enrolmentClosesAt).toEqual(new Date(`${day(10)}T17:00:00+08:00`))
  expect(plan.subjects.map(({ name, feeFen }) => [name, feeFen])).toEqual([
    ['混凝土检测', 80_000n],
    ['钢筋检测', 60_000n],
  ])
  planPath = `/enrolments/${plan.id}`
})

test('an organisation enrols people on a phone by ID number, on a desk by ticking and from a workbook', async () => {
  const { organisation } = journey
  await makeLearner(world, organisation, people.known)
  await makeLearner(world, organisation, people.ticked)

  // The phone: one who is known, one who is not.
  phone = await journey.open('phone', organisation.creditCode)
  await phone.waitForURL('**/home')
  await phone.getByRole('link', { name: '报名' }).first().click()
  await phone.getByText(planName).first().click()
  await phone.getByText('还没有人报这个计划').waitFor()
  await phone.getByRole('link', { name: '新增人员' }).last().click()
  await phone.getByRole('textbox', { name: '证件号码' }).fill(people.known.idNumber)
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.getByText('已在本单位').waitFor()
  await phone.getByText(people.known.name).waitFor()
  await phone.getByRole('checkbox', { name: /混凝土检测/ }).check()
  await journey.look(phone, '02-known')
  await phone.getByRole('button', { name: '保存并再加一个' }).click()
  await phone.getByText(`${people.known.name} 存好了`).waitFor()
  // Saved and looked at again: before that the button says that it is busy.
  await phone.getByRole('button', { name: '下一步' }).waitFor()
  await phone.getByRole('textbox', { name: '证件号码' }).fill(people.unknown.idNumber)
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.getByRole('textbox', { name: '姓名' }).fill(people.unknown.name)
  await phone.getByRole('textbox', { name: '手机' }).fill('13900001111')
  await phone.getByRole('checkbox', { name: /钢筋检测/ }).check()
  await journey.look(phone, '02-unknown')
  await phone.getByRole('button', { name: '保存', exact: true }).click()
  await phone.getByText('已勾 2 人').waitFor()
  await journey.look(phone, '02-ticked')
  await phone.getByRole('button', { name: '提交 2 人' }).click()
  await phone.getByText('提交了 2 人').waitFor()
  expect(await enrolmentOf(people.known.name)).toMatchObject({ state: 'submitted', feeFen: 80_000n })
  expect(await enrolmentOf(people.unknown.name)).toMatchObject({ state: 'submitted', feeFen: 140_000n })

  // The desk: one who is ticked in the own tree, two from the workbook that the template became.
  office = await journey.open('desk', organisation.creditCode)
  await office.goto(at(planPath))
  await office.getByText(people.unknown.name).waitFor()
  await office.keyboard.press('n')
  await office.getByRole('link', { name: '从学员里勾' }).click()
  await office.locator('tr', { hasText: people.ticked.name }).click()
  await office.getByRole('checkbox', { name: /混凝土检测/ }).check()
  await office.getByRole('checkbox', { name: /钢筋检测/ }).check()
  await journey.look(office, '02-tree')
  await office.getByRole('button', { name: '保存 1 人' }).click()
  await office.waitForURL('**/enrolments/*?state=draft')
  await office.goto(at(`${planPath}/add?way=import`))
  const download = office.waitForEvent('download')
  await office.getByRole('link', { name: /模板/ }).click()
  await (await download).saveAs(journey.inFolder('list.xlsx'))
  await fillInTemplate(journey.inFolder('list.xlsx'))
  await office.locator('input[type=file]').setInputFiles(journey.inFolder('list.xlsx'))
  await office.waitForURL('**/imports/*')
  await office.getByRole('button', { name: '导入 2 行' }).waitFor()
  await journey.look(office, '02-import')
  await office.getByRole('button', { name: '导入 2 行' }).click()
  await office.getByText('已导入').first().waitFor()
  await journey.look(office, '02-imported')
  await office.getByRole('link', { name: '去提交报名' }).click()
  await office.getByText(people.second.name).waitFor()
  await office.locator('thead label').click()
  await office.getByRole('button', { name: /提交 3 人/ }).waitFor()
  await office.keyboard.press('s')
  await office.getByText('提交了 3 人').waitFor()
  expect(await world.deps.db.enrolment.count({ where: { state: 'submitted' } })).toBe(5)
  expect((await enrolmentOf(people.second.name)).feeFen).toBe(140_000n)
})

/** Into the workbook that the product gave out. */
async function fillInTemplate(file: string): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.worksheets[0]
  const headings = (sheet?.getRow(1).values ?? []) as unknown[]
  const put = (row: number, heading: string, value: string) => {
    const column = headings.findIndex((one) => String(one ?? '').startsWith(heading))
    if (!sheet || column < 1) throw new Error(`the template has no column ${heading}`)
    sheet.getRow(row).getCell(column).value = value
  }
  for (const [place, person] of [people.byTransfer, people.second].entries()) {
    put(place + 2, '姓名', person.name)
    put(place + 2, '身份证号', person.idNumber)
    put(place + 2, '手机号', `1390000222${place}`)
    put(place + 2, '报考科目', person.subjects)
  }
  await book.xlsx.writeFile(file)
}

test('a reviewer rejects one with a reason and confirms the others; what came back is corrected and confirmed', async () => {
  const { name } = people.unknown
  await reviewer.getByRole('link', { name: /^报名/ }).first().click()
  await reviewer.locator('tr', { hasText: name }).click()
  await pressReady(reviewer, 'R')
  await reviewer.getByText('为什么驳回').waitFor()
  await reviewer.keyboard.press('3')
  await waitFor('the sentence stands there', async () =>
    (await reviewer.getByRole('textbox', { name: '给单位的话' }).inputValue()).startsWith('报考科目不对'),
  )
  await journey.look(reviewer, '03-reject')
  await reviewer.keyboard.press('Enter')
  await reviewer.getByText(`已驳回 ${name}`).waitFor()
  await reviewer.locator('tr', { hasText: people.byTransfer.name }).waitFor()
  await reviewer.locator('thead label').click()
  await reviewer.getByRole('button', { name: /确认…/ }).click()
  await reviewer.getByText('确认 4 人的报名').waitFor()
  await journey.look(reviewer, '03-bulk')
  await reviewer.keyboard.press('Enter')
  await reviewer.getByText('已确认 4 人，待缴费 ¥4,400.00').waitFor()

  // 已驳回: in the mail, on the home page, on the person.
  await waitFor('the mail about it', async () =>
    journey.smtp.mails.find(({ parsed }) => parsed.subject?.includes('报名被驳回')),
  )
  await phone.goto(at('/home'))
  await phone.getByText('报名被驳回').click()
  await phone.getByRole('link', { name: new RegExp(name) }).click()
  await phone.getByText('驳回原因：报考科目不对，请重新选科目再提交。').waitFor()
  await journey.look(phone, '03-rejected')
  await phone.getByRole('button', { name: '选报考科目' }).first().click()
  const sheet = phone.getByRole('dialog')
  await sheet.getByRole('checkbox', { name: /混凝土检测/ }).uncheck()
  await sheet.getByRole('button', { name: '存好' }).click()
  await phone.getByText('1 人的科目存好了').waitFor()
  await phone.getByRole('button', { name: '提交', exact: true }).click()
  await phone.getByText('正在等培训中心审核').waitFor()
  await reviewer.locator('tr', { hasText: name }).click()
  await pressReady(reviewer, 'A')
  await reviewer.getByText(`已确认 ${name}`).waitFor()
  expect(await enrolmentOf(name)).toMatchObject({ state: 'confirmed', feeFen: 60_000n })

  // The phone has not heard of it yet: what it still offers is refused, and it says why.
  await phone.getByRole('button', { name: '撤回提交' }).click()
  await phone.getByText('有人的报名刚刚变了').waitFor()
  await phone.getByText('已确认，不能再改').waitFor()
  expect((await enrolmentOf(name)).state).toBe('confirmed')
  await journey.look(phone, '03-locked')
  expect(await phone.getByRole('button', { name: '选报考科目' }).count()).toBe(0)

  const status = await statusOf(name, 'due')
  expect(status).toContain('已确认')
  expect(status).toContain('待缴费')
  await journey.look(phone, '03-status')
})

test('an order for two is paid by card on the phone, in the same window', async () => {
  await statusOf(people.known.name, 'due')
  await phone.getByRole('checkbox', { name: `勾选 ${people.known.name}` }).check()
  await phone.getByRole('checkbox', { name: `勾选 ${people.unknown.name}` }).check()
  await phone.getByRole('button', { name: '确认缴费 2 人' }).click()
  const orderId = await placeOrder(phone, '下单，2 人，¥1,400.00')
  await journey.look(phone, '04-order')
  await phone.getByRole('link', { name: '确认缴费' }).click()
  await phone.getByText('银行卡快捷支付').click()
  await journey.look(phone, '04-pay')
  await phone.getByRole('button', { name: '付款' }).click()
  await phone.getByText('剩余支付时间').waitFor()
  await journey.look(phone, '04-cashier')
  await payByCard(phone)
  await phone.getByRole('link', { name: '返回商户' }).click()
  await phone.getByText('收到 ¥1,400.00，订单已缴清。').waitFor()
  await journey.look(phone, '04-paid')
  expect(phone.context().pages()).toHaveLength(1)
  expect(await orderState(orderId)).toBe('paid')

  const status = await statusOf(people.unknown.name, 'paid')
  expect(status).toContain('已确认')
  expect(status).toContain('已缴费')
  expect(await world.deps.db.notice.count({ where: { kind: 'paymentReceived', channel: 'app', state: 'sent' } })).toBe(
    1,
  )
  const [request] = await world.deps.db.invoiceRequest.findMany({ where: { orderId } })
  expect(request).toMatchObject({ amountFen: 140_000n, title: journey.organisation.name, state: 'requested' })
})

test('an order is paid by netbank in a new window, and 已完成支付 finds it though the bank never told us', async () => {
  await journey.bank.control.behave({ noticeCopies: 0 })
  await office.goto(at(`${planPath}?state=confirmed&pay=due`))
  await tickRow(office, people.ticked.name)
  await office.getByRole('button', { name: /确认缴费 1 人/ }).click()
  const orderId = await placeOrder(office, '下单，1 人，¥1,400.00')
  await journey.look(office, '05-order')
  await office.getByRole('link', { name: '确认缴费' }).click()
  await office.getByText('网银支付').click()
  const opening = office.context().waitForEvent('page')
  await office.getByRole('button', { name: '付款' }).click()
  const cashier = await opening
  await office.waitForURL('**/payments/*')
  await office.getByRole('button', { name: '已完成支付' }).click()
  await office.getByText('还没有收到这笔钱').waitFor()
  await journey.look(office, '05-not-yet')
  await payByNetbank(cashier)
  await journey.look(cashier, '05-bank-paid')
  await cashier.close()
  expect(await orderState(orderId)).toBe('open')
  await office.getByRole('button', { name: '已完成支付' }).click()
  await office.getByText('收到 ¥1,400.00，订单已缴清。').waitFor()
  await journey.look(office, '05-paid')
  await journey.bank.control.behave({ noticeCopies: 1 })
  expect(await orderState(orderId)).toBe('paid')
  expect(await statusOf(people.ticked.name, 'paid')).toContain('已缴费')
  const { netFen, payments } = await journey.bank.statement()
  expect([netFen, payments.length]).toEqual([280_000, 2])
})

test('an order is paid by transfer: the slip is photographed, read, approved', async () => {
  const { name } = people.byTransfer
  await statusOf(name, 'due')
  await phone.getByRole('checkbox', { name: `勾选 ${name}` }).check()
  await phone.getByRole('button', { name: '确认缴费 1 人' }).click()
  const orderId = await placeOrder(phone, '下单，1 人，¥800.00')
  const { number } = await world.deps.db.order.findUniqueOrThrow({ where: { id: orderId } })
  await phone.getByText('回单上要看得到这三样').waitFor()
  await phone.getByText(`订单号 ${number}`).waitFor()
  const slip = drawReceipt({
    amount: '¥800.00',
    inWords: '人民币捌佰元整',
    orderNo: number,
    serialNo: '20261122355293015',
    paidAt: `${day(0)} 00:05:00`,
  })
  await writeFile(journey.inFolder('slip.png'), slip)
  await phone.locator('input[type=file][capture]').first().setInputFiles(journey.inFolder('slip.png'))
  await phone.getByText('图上读到的').waitFor({ timeout: 60_000 })
  await phone.getByText('附言里有订单号').waitFor()
  await journey.look(phone, '06-read')
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.waitForURL('**/invoice-details')
  await phone.getByRole('button', { name: '提交审核' }).click()
  await phone.getByText('待审核').first().waitFor()
  expect(await statusOf(name, 'underWay')).toContain('缴费中')

  const finance = await journey.open('desk', staff.finance)
  await finance.goto(at('/desk/vouchers'))
  await finance.getByText(journey.organisation.name).first().waitFor()
  await journey.look(finance, '06-review')
  await pressReady(finance, 'A')
  await waitFor('the approval takes effect', async () => (await orderState(orderId)) === 'paid')
  expect(await statusOf(name, 'paid')).toContain('已缴费')
})

test('on the day: the form is printed, its code is opened on a staff phone, and the person is ticked', async () => {
  const { name } = people.known
  await statusOf(name, 'paid')
  await phone.getByRole('link', { name: new RegExp(name) }).click()
  const print = phone.getByRole('button', { name: '打印报名确认表' })
  await print.waitFor()
  await journey.look(phone, '09-person')
  const [saved] = await Promise.all([phone.waitForEvent('download'), print.click()])
  expect(saved.suggestedFilename()).toBe(`培训报名确认表_${name}.pdf`)
  const [text = ''] = await readPdfText(new Uint8Array(await readFile(await saved.path())))
  for (const words of ['培训报名确认表', name, planName, '混凝土检测', '已缴费', '南京市北京西路 12 号 3 楼']) {
    expect(text).toContain(words)
  }
  const code = /报名编号\s+([0-9A-Z]{5}) ?([0-9A-Z]{5})/.exec(text)?.slice(1).join('') ?? ''
  expect(code).toBe((await enrolmentOf(name)).formCode)

  const door = await journey.open('phone', staff.reviewer)
  await door.goto(at(`/attend/${code}`))
  await door.getByText(name).first().waitFor()
  await door.getByText('已缴费').waitFor()
  await journey.look(door, '09-door')
  await door.getByRole('button', { name: `给${name}签到` }).click()
  await door.getByText('已签到').first().waitFor()
  await journey.look(door, '09-ticked')
  expect(await world.deps.db.attendance.count({ where: { enrolment: { learner: { name } } } })).toBe(1)
  // The phone of an organisation ticks nobody.
  await phone.goto(at(`/attend/${code}`))
  await phone.getByText('签到由工作人员操作').waitFor()
})
