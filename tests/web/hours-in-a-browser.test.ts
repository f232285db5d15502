// @vitest-environment node
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { groupId, trainingId } from '../../web/features/hours/training-key.ts'
import { axe } from './axe.ts'
import { looks, phone, useBrowserSite } from './browser-site.ts'
import { approvedRow, group, hourAnswers, hourPlan, pendingRow, rejectedRow, trainings } from './hour-samples.ts'
import { answerPeople } from './people-answers.ts'
import { learnerRow, organisationAdmin, reviewer } from './people-samples.ts'

const site = useBrowserSite()
/** The limit for a phone page, in bytes of compressed JavaScript. */
const mostFirstLoadBytes = 100 * 1024
const [training] = trainings
const trainingAddress = training ? trainingId(training) : ''
const learners = [learnerRow(0), learnerRow(1)] as const
const personAddress = `/hours/people/${pendingRow.learner.id}?plan=${hourPlan.id}`

describe.each(looks)('$width px, $theme, $language', (look) => {
  const compulsory = look.language === 'en' ? 'Compulsory' : '必修'
  const pages: readonly { address: string; shows: string; staff?: boolean }[] = [
    { address: '/hours', shows: pendingRow.title },
    { address: '/hours?by=person&tab=people', shows: approvedRow.learner.name },
    { address: `/hours/${trainingAddress}`, shows: pendingRow.title },
    { address: `/hours/${approvedRow.id}`, shows: approvedRow.title },
    { address: '/hours/new', shows: compulsory },
    { address: '/hours/import', shows: compulsory },
    ...(look.width >= 1024
      ? [
          { address: `/hours/${groupId({ ...group, waitsFor: 'secondAdmin' })}?tab=review`, shows: pendingRow.title },
          { address: '/desk/hours', shows: pendingRow.title, staff: true },
          { address: `/desk/hours/${groupId(group)}`, shows: pendingRow.learner.name, staff: true },
          { address: '/desk/hours?tab=records', shows: pendingRow.title, staff: true },
          { address: `/desk/hours/${rejectedRow.id}`, shows: rejectedRow.rejectedReason ?? '', staff: true },
        ]
      : [
          { address: personAddress, shows: pendingRow.learner.name },
          { address: '/hours/review', shows: pendingRow.title },
          { address: `/hours/review?group=${groupId({ ...group, waitsFor: 'secondAdmin' })}`, shows: pendingRow.title },
        ]),
  ]
  test.each(pages)(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows, staff }) => {
      site.app.answer = answerPeople(staff ? reviewer : organisationAdmin, hourAnswers)
      const page = await site.open(address, look)
      await page.getByText(shows).filter({ visible: true }).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test.each([
  { address: '/hours', shows: pendingRow.title },
  { address: personAddress, shows: pendingRow.learner.name },
  { address: '/hours/new', shows: '必修' },
  { address: '/hours/import', shows: '必修' },
  { address: '/hours/review', shows: pendingRow.title },
])(
  'a phone that opens $address loads less than 100 KB of packed JavaScript',
  async ({ address, shows }) => {
    const answer = answerPeople(organisationAdmin, hourAnswers)
    const asked = new Set<string>()
    site.app.answer = (request, response, body) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname.endsWith('.js')) asked.add(pathname)
      return answer(request, response, body)
    }
    const page = await site.open(address, phone)
    await page.getByText(shows).filter({ visible: true }).first().waitFor()
    await page.waitForLoadState('networkidle')
    const sizes = await Promise.all(
      [...asked].map(async (one) => (await readFile(path.join(site.app.folder, `${one}.br`))).length),
    )
    expect(sizes.length).toBeGreaterThan(5)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostFirstLoadBytes)
  },
  60_000,
)

test('the records of a unit with a long name stay within their card', async () => {
  const name = '江苏省交通工程建设局苏南片区工程质量监督检测中心有限公司第二分公司常州项目部现场试验室'
  const organisation = { ...pendingRow.organisation, name, names: ['总公司', name] }
  site.app.answer = answerPeople(organisationAdmin, {
    ...hourAnswers,
    'hours.list': () => ({ rows: [{ ...pendingRow, organisation }], nextCursor: null }),
    'hours.ofLearner': () => ({ progress: [], records: [{ ...pendingRow, organisation }] }),
  })
  for (const address of [`/hours/${trainingAddress}`, personAddress]) {
    const page = await site.open(address, { ...phone, width: 360 })
    await page.getByText(name).first().waitFor()
    const [line, card] = [page.getByText(name).first(), page.locator('.card').last()]
    const [inner, outer] = [await line.boundingBox(), await card.boundingBox()]
    expect(inner && outer && inner.x + inner.width, address).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0))
    // Nothing beside it is squeezed into a column of single characters.
    expect(outer?.height, address).toBeLessThan(240)
    await page.context().close()
  }
}, 60_000)

test('ticking somebody says what follows over the button, and leaves the list where it is', async () => {
  site.app.answer = answerPeople(organisationAdmin, {
    ...hourAnswers,
    'learners.list': () => ({ rows: learners, nextCursor: null }),
    'hours.check': ({ learnerIds }) => ({
      outsidePlan: false,
      approval: 'staff',
      people: (learnerIds as string[]).map((learnerId) => ({
        learnerId,
        name: learners.find(({ id }) => id === learnerId)?.name ?? '',
        remark: 'notInPlan',
      })),
    }),
  })
  const page = await site.open('/hours/new', phone)
  await page.getByLabel('培训名称').fill('安全生产专题讲座')
  await page.getByLabel('培训日期').fill(hourPlan.startsAt.slice(0, 10))
  await page.getByLabel('每人学时').fill('2.5')
  await page.getByRole('button', { name: '下一步，选学员' }).click()
  const second = page.getByRole('checkbox', { name: `选 ${learners[1].name}` })
  await second.waitFor()
  const before = await second.boundingBox()
  await page.getByRole('checkbox', { name: `选 ${learners[0].name}` }).check()
  await page.getByText('还没有参加这个计划').waitFor()
  expect((await second.boundingBox())?.y).toBe(before?.y)
  await second.check()
  await page.getByRole('button', { name: '录入 2 人' }).waitFor()
  expect(await axe(page)).toEqual([])
}, 60_000)
