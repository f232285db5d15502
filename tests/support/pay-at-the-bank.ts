import type { Page } from 'playwright-core'

/** 银行卡快捷支付 on the sandbox bank's own pages, up to its 支付成功. */
export async function payByCard(cashier: Page): Promise<void> {
  await fillInCard(cashier)
  await sendCode(cashier)
}

/** The first page alone: the code is asked for, nothing is paid yet. */
export async function fillInCard(cashier: Page): Promise<void> {
  await cashier.getByRole('button', { name: '填入 储蓄卡，余额充足' }).click()
  await cashier.getByRole('button', { name: '下一步' }).click()
  await cashier.getByRole('textbox', { name: '短信验证码' }).waitFor()
}

export async function sendCode(cashier: Page): Promise<void> {
  const code = (await cashier.locator('[data-code]').textContent()) ?? ''
  await cashier.getByRole('textbox', { name: '短信验证码' }).fill(code)
  await cashier.getByRole('button', { name: /确认付款/ }).click()
  await cashier.getByText('支付成功').first().waitFor()
}

/** 网银支付: the bank, the company's log-in, and the U-key's dialog with its PIN. */
export async function payByNetbank(cashier: Page): Promise<void> {
  await cashier.getByText('招商银行').click()
  await cashier.getByRole('button', { name: '下一步' }).click()
  await cashier.getByRole('button', { name: '填入 20260001 余额充足' }).click()
  await cashier.getByRole('button', { name: '登录', exact: true }).click()
  await cashier.getByRole('button', { name: '插入 U 盾并确认' }).click()
  const dialog = cashier.getByRole('dialog')
  await dialog.getByLabel(/U 盾密码/).fill('123456')
  await dialog.getByRole('button', { name: /确认付款/ }).click()
  await cashier.getByText('支付成功').first().waitFor()
}
