// @vitest-environment happy-dom
import { createRoot, createSignal } from 'solid-js'
import { afterEach, expect, test } from 'vitest'
import { AppError, type ErrorCode, errorKinds } from '../../server/core/app-error.ts'
import { ConnectionLost, errorField, errorSentence } from '../../web/texts/errors.ts'
import { plural } from '../../web/texts/plural.ts'
import { t } from '../../web/texts/shared.zh-CN.ts'
import { defineTexts, language, setLanguage } from '../../web/texts/texts.ts'

afterEach(() => setLanguage('zh-CN'))

test('a text follows the language, and the document says which one it is', async () => {
  expect(t('copied')).toBe('已复制')
  await setLanguage('en')
  expect(t('copied')).toBe('Copied')
  expect(t('uploadSending', { percent: 43 })).toBe('Sending, 43%')
  expect(document.documentElement.lang).toBe('en')
  expect(localStorage.getItem('xueshi.language')).toBe('en')
  await setLanguage('zh-CN')
  expect(t('uploadSending', { percent: 43 })).toBe('正在上传 43%')
  expect(document.documentElement.lang).toBe('zh-CN')
})

test('English is not loaded before it is wanted, and never shown half', async () => {
  let loads = 0
  const [gate, openGate] = createSignal(false)
  const say = defineTexts({ hello: '您好' }, async () => {
    loads++
    while (!gate()) await new Promise((resolve) => setTimeout(resolve, 1))
    return { en: { hello: 'Good day' } }
  })
  expect(say('hello')).toBe('您好')
  expect(loads).toBe(0)
  const switching = setLanguage('en')
  expect(language()).toBe('zh-CN')
  createRoot(() => openGate(true))
  await switching
  expect(loads).toBe(1)
  expect(say('hello')).toBe('Good day')
})

test('every refusal has a sentence in both languages, with and without its details', async () => {
  const codes = Object.keys(errorKinds) as ErrorCode[]
  const details = {
    by: 'Zhou Min',
    verdict: 'approve',
    maxBytes: 30_000_000,
    max: 5,
    maxPages: 20,
    minLength: 10,
    retryAfterSeconds: 90,
    state: 'paid',
    expectedFen: 320_000,
    givenFen: 280_000,
  }
  for (const wanted of ['zh-CN', 'en'] as const) {
    await setLanguage(wanted)
    const sentences = codes.flatMap((code) => [
      errorSentence(new AppError(code)),
      errorSentence(new AppError(code, details)),
    ])
    for (const sentence of [...sentences, errorSentence(new ConnectionLost()), errorSentence(new Error('boom'))]) {
      expect(sentence).toMatch(wanted === 'en' ? /^[A-Z0-9].*\.$/s : /[。]$/)
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
      if (wanted === 'en') expect(sentence).not.toMatch(/[\u4e00-\u9fff]/)
    }
  }
})

test('an unknown failure never shows what was thrown', () => {
  expect(errorSentence(new Error('SELECT * FROM accounts'))).not.toContain('SELECT')
})

test('the field that the server refused is named', () => {
  expect(errorField(new AppError('inputInvalid', { field: 'mobile', rule: 'too_small' }))).toBe('mobile')
  expect(errorField(new ConnectionLost())).toBeNull()
})

test('English counts', () => {
  expect(plural(1, 'voucher')).toBe('1 voucher')
  expect(plural(0, 'voucher')).toBe('0 vouchers')
  expect(plural(1234, 'person', 'people')).toBe('1,234 people')
})
