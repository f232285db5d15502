// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { type Look, looks, phone, useBrowserSite } from './browser-site.ts'
import { createLearnerServer } from './study-answers.ts'
import { emptyStudy, learnerName, reachedStudy, study, toOpenStudy } from './study-samples.ts'

const site = useBrowserSite()

async function open(address: string, look: Look = phone, serviceWorkers: 'allow' | 'block' = 'block'): Promise<Page> {
  const page = await site.open(address, look, serviceWorkers)
  await page.waitForLoadState('networkidle')
  return page
}

const pages = [
  { address: '/learner', of: study },
  { address: '/learner', of: reachedStudy },
  { address: '/learner', of: toOpenStudy },
  { address: '/learner', of: emptyStudy },
  { address: '/learner/courses', of: study },
  { address: '/learner/certificates', of: reachedStudy },
  { address: '/learner/wallet', of: toOpenStudy },
  { address: '/learner/history', of: study },
  { address: '/learner/notices', of: study },
  { address: '/learner/me', of: study },
]

describe.each(looks.filter(({ width }) => width < 1024))('$width px, $theme, $language', (look) => {
  test('axe finds nothing on a learner’s pages, and nothing is wider than the phone', async () => {
    for (const { address, of } of pages) {
      site.app.answer = createLearnerServer(of()).answer
      const page = await open(address, look)
      expect(await axe(page), address).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(look.width)
      await page.context().close()
    }
  }, 180_000)
})

test('the home says what is missing, whom it waits for and until when', async () => {
  site.app.answer = createLearnerServer(study()).answer
  const page = await open('/learner')
  for (const words of ['还差 8.00', '必修还差 2.00', '选修还差 3.00；6.00 待审核', '等中心审核', '等您学完'])
    await page.getByText(words).first().waitFor()
  const ring = page.getByRole('img', { name: '要求 30.00 学时：已审核 22.00，审核中 6.00，还没学 2.00' })
  expect(await ring.locator('.hours-ring-done').count()).toBe(22)
  expect(await ring.locator('.hours-ring-pending').count()).toBe(6)
  expect(await ring.locator('.hours-ring-open').count()).toBe(2)
  const chain = page.getByRole('list', { name: '从缴费到证书' })
  expect(await chain.locator('.chain-title').allTextContents()).toEqual([
    '已完成 缴费',
    '已完成 学习卡',
    '进行中 学时',
    '还没到 证书',
  ])
  expect(await page.getByRole('link', { name: '继续' }).getAttribute('href')).toBe('https://lms.example.com/course/1')
}, 60_000)

test('opening a plan asks once more, says what it takes, and is the same opening when it is sent again', async () => {
  const server = createLearnerServer(toOpenStudy())
  site.app.answer = server.answer
  const page = await open('/learner')
  await page.getByRole('link', { name: '开通', exact: true }).click()
  await page.getByRole('button', { name: '开通课程 ¥200.00' }).click()
  await page.getByText('从钱包扣 ¥200.00，余 ¥120.00').waitFor()
  await page.getByRole('button', { name: '确定开通' }).click()
  await page.getByText('已开通').first().waitFor()
  // The word may stand beside another course already.
  await expect
    .poll(() => server.state.opened)
    .toEqual([{ id: expect.stringMatching(/^[0-9a-f-]{36}$/), planId: toOpenStudy().plans[0]?.id, feeFen: 20_000 }])
}, 60_000)

test('the check page that a learner opens from their certificate leads back to it', async () => {
  site.app.answer = createLearnerServer(reachedStudy()).answer
  const page = await open('/learner/certificates')
  await page.getByRole('button', { name: '核对页' }).first().click()
  await page.getByText('这张证书有效').waitFor()
  await page.getByRole('link', { name: '返回' }).click()
  await page.getByRole('button', { name: '核对页' }).first().waitFor()
}, 60_000)

test('without a server the last known state is there with its age, after a reload too; back online it is of now', async () => {
  const server = createLearnerServer(study())
  site.app.answer = server.answer
  const page = await open('/learner', phone, 'allow')
  await page.getByText('还差 8.00').waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(async () => (await caches.keys()).length > 0)
  await page.reload()
  await page.getByText('还差 8.00').waitFor()
  try {
    await site.app.stop()
    await page.reload()
    await page.getByText('还差 8.00').waitFor()
    await page.getByText(/暂时连不上培训中心。这是今天 \d\d:\d\d 的内容/).waitFor()
    // Every place of the learner's opens from what is kept.
    await page.getByRole('link', { name: '证书' }).first().click()
    await page.getByText('XS2025 000318').waitFor()
    await page.getByRole('link', { name: '课程' }).first().click()
    await page.getByText('安全生产法与岗位责任').waitFor()
    await page.getByRole('link', { name: '学时' }).first().click()
    await page.context().setOffline(true)
    await page.getByText(/没有网络。这是今天 \d\d:\d\d 的内容/).waitFor()
    // Value is not spent on what may have changed.
    await page.goto(`${site.app.address}/learner/wallet`)
    await page.getByText('余额').waitFor()
    expect(await page.getByRole('button', { name: /开通课程/ }).count()).toBe(0)
  } finally {
    await page.context().setOffline(false)
    await site.app.start()
  }
  server.state.study = reachedStudy()
  await page.goto(`${site.app.address}/learner`)
  await page.getByText('学满了').waitFor()
  expect(await page.getByText(/的内容/).count()).toBe(0)
}, 120_000)

test('what is not kept on the phone says so without a network, and comes by itself when it is back', async () => {
  site.app.answer = createLearnerServer(study()).answer
  const page = await open('/learner', phone, 'allow')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(async () => (await caches.keys()).length > 0)
  await page.reload()
  await page.getByText('还差 8.00').waitFor()
  await page.context().setOffline(true)
  await page.goto(`${site.app.address}/learner/notices`)
  await page.getByRole('alert').getByRole('button', { name: '再试一次' }).waitFor()
  expect(await axe(page)).toEqual([])
  // What belongs to the device, and what is kept, can be reached all the same.
  await page.getByRole('link', { name: '我的' }).click()
  await page.getByText('这台设备').first().waitFor()
  await page.getByRole('alert').waitFor()
  await page.getByRole('link', { name: '历年学时' }).click()
  await page.getByText(/没有网络。这是今天 \d\d:\d\d 的内容/).waitFor()
  await page.goto(`${site.app.address}/learner/notices`)
  await page.getByRole('alert').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await page.getByText('还没有通知').waitFor()
}, 120_000)

test('logging out leaves nothing of the learner on the phone', async () => {
  const server = createLearnerServer(study())
  site.app.answer = server.answer
  const page = await open('/learner')
  await page.getByText('还差 8.00').waitFor()
  const kept = () =>
    page.evaluate(() =>
      Object.entries(localStorage)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
    )
  await expect.poll(kept).toContain(learnerName)
  await page.goto(`${site.app.address}/learner/me`)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL(/\/log-in/)
  expect(await kept()).not.toContain(learnerName)
  expect(await kept()).not.toContain('xueshi.study')
}, 60_000)

test('where the session has ended elsewhere, nothing is shown of what was kept, and it is forgotten', async () => {
  const server = createLearnerServer(study())
  site.app.answer = server.answer
  const page = await open('/learner')
  await page.getByText('还差 8.00').waitFor()
  server.state.signedIn = false
  await page.goto(`${site.app.address}/learner`)
  await page.waitForURL(/\/log-in/)
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('xueshi.study')))).toEqual(
    [],
  )
}, 60_000)
