import { describe, expect, test } from 'vitest'
import { AppError } from '../../../server/core/app-error.ts'
import { noticeSamples } from '../../../server/features/notices/notice-samples.ts'
import { requiredOf, valuesOf } from '../../../server/features/notices/notice-values.ts'
import {
  type Announcement,
  announcementSchema,
  noticeKinds,
  noticeLocales,
} from '../../../server/features/notices/notices.schema.ts'
import { renderMail, renderNotice } from '../../../server/features/notices/render-notice.ts'
import { checkWords, fillWords, ownTextOf, productWordsOf } from '../../../server/features/notices/template-words.ts'
import { templateWordsSchema } from '../../../server/features/notices/templates.schema.ts'

const centre = { name: '苏州检测培训中心', nameEn: 'Suzhou Testing Training Centre', telephone: '0512-65001234' }
const each = noticeKinds.flatMap((kind) => noticeLocales.map((locale) => [kind, locale] as const))

/** Values that choose between sentences; all others are only said. */
const choosing = new Set([
  'kind',
  'method',
  'operation',
  'outcome',
  'provider',
  'way',
  'why',
  'reasonCode',
  'contentType',
  'part',
])

/** Another event of the same kind and the same way, of which nothing that is said is the same. */
function another<T>(value: T, key = '', kind = ''): T {
  if (choosing.has(key) || key.endsWith('Id') || (kind === 'invoiceRedFlushed' && key === 'reason')) return value
  if (Array.isArray(value)) return value.map((one) => another(one, key, kind)) as T
  if (typeof value === 'object' && value !== null) {
    const { kind: own = kind } = value as { kind?: string }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, another(one, name, own)])) as T
  }
  if (typeof value === 'number') return (value === 0 ? 0 : value * 3 + 7) as T
  if (typeof value !== 'string' || value === '') return value
  return (/^\d{4}-\d\d-\d\dT/.test(value) ? value.replace(/^2026-05/, '2027-11') : `${value}乙`) as T
}

describe('the product’s own words, as staff find them in the editor', () => {
  test.each(each)('%s %s: filled with the sample they are what the product says', (kind, locale) => {
    const sample = announcementSchema.parse(noticeSamples[kind])
    const { title, sentence, steps } = ownTextOf(sample, locale, '')
    expect(fillWords(productWordsOf(kind, locale), valuesOf(sample, locale))).toEqual({ title, sentence, steps })
  })

  test.each(each)('%s %s: filled with another event too, so each value has its own place', (kind, locale) => {
    const event = another(noticeSamples[kind] as Announcement)
    const { title, sentence, steps } = ownTextOf(event, locale, '')
    expect(fillWords(productWordsOf(kind, locale), valuesOf(event, locale))).toEqual({ title, sentence, steps })
  })

  test.each(each)('%s %s: they can be saved as they are', (kind, locale) => {
    const words = productWordsOf(kind, locale)
    expect(templateWordsSchema.parse(words)).toEqual(words)
    expect(() => checkWords(kind, words)).not.toThrow()
  })
})

describe('words of staff', () => {
  const words = {
    title: '发票来了：{orderNumber}',
    sentence: '{organisationName}，发票 {amount} 已开。',
    steps: '请查收。',
  }
  const refusal = (changed: Partial<typeof words>, kind: Announcement['kind'] = 'invoiceIssued') => {
    try {
      checkWords(kind, { ...words, ...changed })
      return null
    } catch (error) {
      return error instanceof AppError ? { code: error.code, ...error.details } : error
    }
  }

  test('take the place of title, sentence and steps; the facts stay', () => {
    const mail = renderMail(noticeSamples.invoiceIssued, 'zh-CN', centre, '', words)
    expect(mail.subject).toBe('发票来了：PX26W3N8PX')
    expect(mail.text).toContain('苏州工程检测有限公司，发票 ¥3,200.00 已开。')
    expect(mail.text).toContain('发票号码：26427000000316294884')
    expect(mail.text).not.toContain('请核对抬头')
    expect(renderNotice(noticeSamples.invoiceIssued, 'zh-CN', words).title).toBe('发票来了：PX26W3N8PX')
  })

  test('a placeholder that the kind does not have, and a brace alone, are refused by name', () => {
    expect(refusal({})).toBeNull()
    expect(refusal({ steps: '请找 {learnerName}。' })).toEqual({
      code: 'templatePlaceholderUnknown',
      field: 'steps',
      placeholder: '{learnerName}',
    })
    expect(refusal({ sentence: '{amount} {constructor}' })).toMatchObject({ placeholder: '{constructor}' })
    expect(refusal({ title: '{orderNumber} {' })).toMatchObject({
      code: 'templatePlaceholderUnknown',
      placeholder: '{',
    })
    expect(refusal({ title: '{orderNumber}}' })).toMatchObject({ placeholder: '}' })
    expect(refusal({ title: '{ orderNumber }' })).toMatchObject({ placeholder: '{ orderNumber }' })
  })

  test('what says which matter it is cannot be left out of title and sentence', () => {
    expect(refusal({ title: '发票来了' })).toEqual({
      code: 'templatePlaceholderMissing',
      field: 'sentence',
      placeholder: 'orderNumber',
    })
    expect(refusal({ title: '发票来了', steps: '{orderNumber}' })).toMatchObject({ placeholder: 'orderNumber' })
    expect(refusal({ title: '发票来了', sentence: '{orderNumber} {amount}' })).toBeNull()
    for (const kind of noticeKinds) {
      if ('orderNumber' in noticeSamples[kind]) expect(requiredOf(kind), kind).toContain('orderNumber')
    }
  })

  test.each(['activation', 'passwordReset', 'mobileCode', 'registrationApproved', 'registrationCode'] as const)(
    '%s carries its link or code whatever staff write: it stands among the facts',
    (kind) => {
      const sample = noticeSamples[kind]
      const name =
        kind === 'registrationApproved' ? '{organisationName}' : kind === 'mobileCode' ? '{mobileMasked}' : ''
      const own = { title: `重要${name}`, sentence: '请看下面。', steps: '' }
      expect(() => checkWords(kind, own)).not.toThrow()
      const mail = renderMail(sample, 'zh-CN', centre, 'https://peixun.example.cn/x#secret', own)
      expect(mail.text).toContain('https://peixun.example.cn/x#secret')
      expect(mail.html).toContain('href="https://peixun.example.cn/x#secret"')
    },
  )

  test('values are data: braces, markup and line breaks in them do nothing', () => {
    const event: Announcement = {
      ...noticeSamples.invoiceIssued,
      organisationName: '{amount}<b>检测</b>\r\nBcc: thief@evil.example',
    }
    const mail = renderMail(event, 'zh-CN', centre, '', { ...words, title: '{organisationName} {orderNumber}' })
    expect(mail.subject).toBe('{amount}<b>检测</b> Bcc: thief@evil.example PX26W3N8PX')
    expect(mail.html).toContain('{amount}&lt;b&gt;检测&lt;/b&gt; Bcc: thief@evil.example，发票')
    expect(mail.html).not.toContain('&amp;lt;')
    expect(mail.html).not.toContain('<b>')
  })

  test('a value of a whole page is cut, and so is a subject', () => {
    const event: Announcement = { ...noticeSamples.invoiceIssued, organisationName: '长'.repeat(5_000) }
    const mail = renderMail(event, 'zh-CN', centre, '', { ...words, title: '{organisationName}{orderNumber}' })
    expect([...mail.subject]).toHaveLength(200)
    expect(mail.subject.endsWith('…')).toBe(true)
    expect(mail.text.split('\n')[2]).toHaveLength(300 + '，发票 ¥3,200.00 已开。'.length)
    expect([...renderMail(event, 'zh-CN', centre, '', null).subject].length).toBeLessThanOrEqual(200)
  })

  test('a line of the steps is a paragraph, and one that nothing stands in is left out', () => {
    const filled = fillWords({ ...words, steps: '一。\n\n{filesNote}\n  \n二。' }, { filesNote: '' })
    expect(filled.steps).toEqual(['一。', '二。'])
  })

  test('control characters and lengths are refused before anything is saved', () => {
    const refused = (changed: Partial<typeof words>) => !templateWordsSchema.safeParse({ ...words, ...changed }).success
    expect(refused({ title: '发票\r\nBcc: a@b.cn' })).toBe(true)
    expect(refused({ sentence: '一\n二' })).toBe(true)
    expect(refused({ title: '' })).toBe(true)
    expect(refused({ title: '长'.repeat(121) })).toBe(true)
    expect(refused({ steps: '一\u0000二' })).toBe(true)
    expect(templateWordsSchema.parse({ ...words, steps: '一\r\n二\n' }).steps).toBe('一\n二')
  })
})

test('every sample is an announcement that could be stored, and old ones without the new fields still are', () => {
  for (const kind of noticeKinds) expect(announcementSchema.parse(noticeSamples[kind]).kind).toBe(kind)
  const { files: _, ...older } = noticeSamples.invoiceIssued
  expect(announcementSchema.parse(older)).toEqual({ ...older, files: [] })
})
