import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../server/core/app-error.ts'
import { type NoticeMessage, NoticeRefused } from '../../../server/platform/payment-providers/payment-provider.ts'
import { startSandboxBank, testKeys } from '../../support/sandbox-bank.ts'
import { attempt, openTrade, readAll, refusal, start } from '../../support/sandbox-trade.ts'

const verdict = (promise: Promise<unknown>) =>
  promise.then(
    () => 'believed',
    (error: unknown) => (error instanceof NoticeRefused ? error.why : String(error)),
  )

describe('signatures', () => {
  test('the bank’s notice stands up to node’s own check over the very characters that came', async () => {
    const { bank, trade, merchant } = await openTrade()
    await bank.control.pay(trade.tradeNo)
    await bank.control.tick()
    const notice = merchant.notices[0]
    const header = (name: string) => notice?.headers.get(`x-bank-${name}`) ?? ''
    const words = `NOTICE\n${header('timestamp')}\n${header('nonce')}\n${notice?.body}\n`
    const signature = Buffer.from(header('signature'), 'base64')
    expect(verify('sha256', Buffer.from(words), testKeys().bankPublic, signature)).toBe(true)
    expect(verify('sha256', Buffer.from(`${words} `), testKeys().bankPublic, signature)).toBe(false)
    expect(verify('sha256', Buffer.from(words), createPublicKey(testKeys().strangerKey), signature)).toBe(false)
  })

  test('a cashier’s address of which one word was changed is refused and leads nowhere', async () => {
    const bank = await startSandboxBank({ clock: { now: () => start } })
    const cashier = await bank.provider.openCashier(attempt())
    const address = cashier.kind === 'redirect' ? cashier.url : ''
    for (const [name, value] of [
      ['amountFen', '1'],
      ['returnUrl', 'https://evil.example/'],
      ['expiresAt', '2030-01-01T00:00:00.000Z'],
      ['merchant', 'SOMEBODY01'],
    ] as const) {
      const url = new URL(address)
      url.searchParams.set(name, value)
      const response = await bank.app.request(`${url.pathname}${url.search}`)
      expect(response.status).toBe(409)
      expect(await response.text()).not.toContain('evil.example')
    }
    expect(await bank.control.trades()).toEqual([])
  })

  test('notices go to this machine or the configured server, nowhere else', async () => {
    const bank = await startSandboxBank({ clock: { now: () => start } })
    for (const noticeUrl of [
      'http://192.168.1.5:3000/x',
      'http://169.254.169.254/',
      'http://localhost.evil.example/',
    ]) {
      const cashier = await bank.provider.openCashier(attempt({ noticeUrl }))
      await expect(bank.control.open(cashier)).rejects.toThrow('通知地址不在允许的范围内')
    }
    for (const noticeUrl of ['http://127.0.0.1:3000/x', 'http://[::1]:3000/x'])
      await bank.control.open(await bank.provider.openCashier(attempt({ noticeUrl })))
  })

  test('a request that is old, sent twice, changed, or a stranger’s is answered 401 and not carried out', async () => {
    const sent: { url: string; init: RequestInit }[] = []
    const { bank, trade } = await openTrade()
    const record = await startSandboxBank({ clock: { now: () => start } })
    const original = record.app.request.bind(record.app)
    record.app.request = (url, init) => {
      sent.push({ url: String(url), init: init as RequestInit })
      return original(url, init)
    }
    await record.provider.close(trade)
    const request = sent.find(({ url }) => url.includes('/gateway/close'))
    if (!request) throw new Error('nothing was sent')
    const headers = new Headers(request.init.headers)
    const post = (change: Record<string, string>, body = String(request.init.body)) => {
      const changed = new Headers(headers)
      for (const [name, value] of Object.entries(change)) changed.set(name, value)
      return bank.app.request('/gateway/close', { method: 'POST', headers: changed, body })
    }
    const code = async (response: Response | Promise<Response>) =>
      ((await (await response).json()) as { refused: { code: string } }).refused.code
    expect(await code(post({}, JSON.stringify({ tradeNo: attempt().tradeNo })))).toBe('badSignature')
    expect(await code(post({ 'x-timestamp': '2026-11-22T05:00:00.000Z' }))).toBe('badSignature')
    expect(await code(post({ 'x-merchant': 'SOMEBODY01' }))).toBe('merchantUnknown')
    expect(
      await code(bank.app.request('/gateway/query', { method: 'POST', headers, body: String(request.init.body) })),
    ).toBe('badSignature')
    expect((await bank.control.trades())[0]?.state).toBe('waiting')
    // The very same request is the merchant's, once.
    expect((await post({})).status).toBe(200)
    expect(await code(post({}))).toBe('nonceUsed')
    const late = await startSandboxBank({ clock: { now: () => new Date(start.getTime() + 300_001) } })
    const old = await late.app.request('/gateway/close', { method: 'POST', headers, body: String(request.init.body) })
    expect(await code(old)).toBe('stale')
  })

  test('our provider believes no answer that is unsigned, an error, too slow, or to another question', async () => {
    const { bank, trade, provider } = await openTrade({ timeoutMs: 3_000 })
    await bank.control.pay(trade.tradeNo)
    for (const behaviour of [
      { queryAnswer: 'unsigned' },
      { queryAnswer: 'error' },
      { queryAnswer: 'slow', querySlowS: 6 },
    ] as const) {
      await bank.control.behave(behaviour, trade.tradeNo)
      await expect(provider.query(trade), behaviour.queryAnswer).rejects.toEqual(refusal('gatewayUnavailable'))
    }
    await bank.control.behave({ queryAnswer: 'normal' }, trade.tradeNo)
    expect(await provider.query(trade)).toMatchObject({ state: 'paid' })
    // An answer that was right once, kept and given again.
    const original = bank.app.request.bind(bank.app)
    let kept: Response | undefined
    bank.app.request = async (url, init) => {
      const answer = await original(url, init)
      kept ??= answer.clone()
      return kept.clone()
    }
    expect(await provider.query(trade)).toMatchObject({ state: 'paid' })
    await expect(provider.query(trade)).rejects.toBeInstanceOf(AppError)
  })
})

describe('notices', () => {
  test('say what was paid, and end with the first `success`', async () => {
    const { bank, trade, merchant, provider, clock } = await openTrade()
    const paid = await bank.control.pay(trade.tradeNo)
    merchant.answers(() => new Response('fail', { status: 500 }))
    expect(await bank.control.tick()).toBe(1)
    expect(await bank.control.tick()).toBe(0)
    merchant.answers(() => new Response('ok'))
    clock.advance(2_000)
    expect(await bank.control.tick()).toBe(1)
    merchant.answers(() => new Response('success\n'))
    clock.advance(5_000)
    expect(await bank.control.tick()).toBe(1)
    clock.advance(86_400_000)
    expect(await bank.control.tick()).toBe(0)
    expect(await bank.control.notices()).toMatchObject([{ tries: 3, answered: true, dueAt: null }])
    clock.advance(-86_400_000)
    expect(await provider.readNotice(merchant.notices[2] as NoticeMessage)).toEqual({
      about: 'payment',
      tradeNo: trade.tradeNo,
      answer: {
        state: 'paid',
        amountFen: 320_000,
        paidAt: start,
        providerTradeNo: paid.paid ? paid.bankTradeNo : '',
      },
    })
  })

  test('that nobody answers end after eight tries with growing pauses', async () => {
    const { bank, trade, merchant, clock } = await openTrade()
    merchant.answers(() => {
      throw new Error('connection refused')
    })
    await bank.control.pay(trade.tradeNo)
    const at: number[] = []
    for (;;) {
      const dueAt = (await bank.control.notices())[0]?.dueAt
      if (!dueAt) break
      const waitMs = Date.parse(dueAt) - clock.now().getTime()
      clock.advance(waitMs - 1)
      // Not a moment earlier.
      if (waitMs > 0) expect(await bank.control.tick()).toBe(0)
      clock.advance(1)
      expect(await bank.control.tick()).toBe(1)
      at.push((clock.now().getTime() - start.getTime()) / 1000)
    }
    expect(at).toEqual([0, 2, 7, 22, 82, 382, 1282, 4882])
  })

  test('come late, several times or never, as chosen', async () => {
    for (const [behaviour, atOnce, later] of [
      [{ noticeDelayS: 30 }, 0, 1],
      [{ noticeCopies: 2 }, 2, 0],
      [{ noticeCopies: 0 }, 0, 0],
    ] as const) {
      const { bank, trade, clock } = await openTrade({ behaviour })
      await bank.control.pay(trade.tradeNo)
      expect(await bank.control.tick()).toBe(atOnce)
      clock.advance(30_000)
      expect(await bank.control.tick()).toBe(later)
    }
  })

  test('come in the wrong order: an outdated one says last that nothing was paid', async () => {
    const { bank, trade, merchant, provider, clock } = await openTrade({ behaviour: { noticeOrder: 'outdatedLast' } })
    await bank.control.pay(trade.tradeNo)
    await bank.control.tick()
    clock.advance(1_000)
    await bank.control.tick()
    expect(await readAll(provider, merchant.notices)).toMatchObject([
      { answer: { state: 'paid' } },
      { answer: { state: 'waiting' } },
    ])
  })

  test.each([
    ['amount', 'believed'],
    ['signature', 'badSignature'],
    ['stranger', 'badSignature'],
    ['merchant', 'otherMerchant'],
    ['currency', 'otherCurrency'],
  ] as const)('with the fault "%s" are %s, while the query tells the truth', async (noticeFault, expected) => {
    const { bank, trade, merchant, provider } = await openTrade({ behaviour: { noticeFault } })
    await bank.control.pay(trade.tradeNo)
    await bank.control.tick()
    const notice = merchant.notices[0] as NoticeMessage
    expect(await verdict(provider.readNotice(notice))).toBe(expected)
    if (noticeFault === 'amount')
      expect(await provider.readNotice(notice)).toMatchObject({ answer: { amountFen: 320_100 } })
    expect(await provider.query(trade)).toMatchObject({ state: 'paid', amountFen: 320_000 })
  })

  test('are refused when they are old, and when they are none', async () => {
    const { bank, trade, merchant, provider, clock } = await openTrade()
    await bank.control.pay(trade.tradeNo)
    await bank.control.tick()
    const notice = merchant.notices[0] as NoticeMessage
    clock.advance(300_000)
    expect(await verdict(provider.readNotice(notice))).toBe('believed')
    clock.advance(1)
    expect(await verdict(provider.readNotice(notice))).toBe('stale')
    expect(await verdict(provider.readNotice({ headers: new Headers(), body: 'x' }))).toBe('badSignature')
  })

  test('forged by a stranger are refused with the trade they name; signed by the bank they are believed', async () => {
    const { bank, trade, merchant, provider } = await openTrade()
    await bank.control.forge(trade.tradeNo)
    await bank.control.forge(trade.tradeNo, { key: 'bank', amountFen: 1 })
    const [stranger, own] = merchant.notices as [NoticeMessage, NoticeMessage]
    await expect(provider.readNotice(stranger)).rejects.toMatchObject({ why: 'badSignature', tradeNo: trade.tradeNo })
    expect(await provider.readNotice(own)).toMatchObject({ answer: { state: 'paid', amountFen: 1 } })
    expect((await bank.statement()).receivedFen).toBe(0)
  })
})
