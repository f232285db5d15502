import { afterEach, expect, test } from 'vitest'
import type { Fen } from '../../server/core/money.ts'
import {
  formatBytes,
  formatCalendarDay,
  formatClock,
  formatDateTime,
  formatDay,
  formatDayWithWeekday,
  formatDuration,
  formatTableTime,
  formatYuan,
  shanghaiDate,
} from '../../web/texts/format.ts'
import { setLanguage } from '../../web/texts/texts.ts'

const now = new Date('2026-05-08T06:00:00Z')

afterEach(() => setLanguage('zh-CN'))

test('today, yesterday and other days are told apart in Shanghai, wherever the reader is', () => {
  expect(formatDateTime('2026-05-08T05:52:00Z', now)).toBe('今天 13:52')
  expect(formatDateTime('2026-05-07T15:59:00Z', now)).toBe('昨天 23:59')
  // A minute later it is today there, though UTC still has the seventh.
  expect(formatDateTime('2026-05-07T16:00:00Z', now)).toBe('今天 00:00')
  expect(formatDay('2026-05-09T01:00:00Z', now)).toBe('明天')
  expect(formatDateTime('2026-04-30T01:12:00Z', now)).toBe('4 月 30 日 09:12')
  expect(formatDay('2025-12-31T01:00:00Z', now)).toBe('2025 年 12 月 31 日')
})

test('tables have one shape, with the year where it is another', () => {
  expect(formatTableTime('2026-05-08T02:30:00Z', now)).toBe('05-08 10:30')
  expect(formatTableTime('2025-05-08T02:30:00Z', now)).toBe('2025-05-08 10:30')
  expect(shanghaiDate(new Date('2026-05-07T16:30:00Z'))).toBe('2026-05-08')
})

test('durations say the two units that matter', () => {
  const minute = 60_000
  expect(formatDuration(40_000)).toBe('40 秒')
  expect(formatDuration(14 * minute)).toBe('14 分钟')
  expect(formatDuration((3 * 60 + 22) * minute)).toBe('3 小时 22 分')
  expect(formatDuration(26 * 60 * minute)).toBe('1 天 2 小时')
  expect(formatDuration(4 * 24 * 60 * minute)).toBe('4 天')
  expect(formatDuration(-5)).toBe('0 秒')
  expect(formatClock((3 * 3600 + 21 * 60 + 46) * 1000)).toBe('3:21:46')
})

test('the same in English', async () => {
  await setLanguage('en')
  expect(formatDateTime('2026-05-08T05:52:00Z', now)).toBe('Today 13:52')
  expect(formatDateTime('2026-05-06T08:52:00Z', now)).toBe('6 May 16:52')
  expect(formatDayWithWeekday('2026-05-08T01:00:00Z')).toBe('Fri 8 May')
  expect(formatCalendarDay('2036-05-17')).toBe('17 May 2036')
  expect(formatDuration(202 * 60_000)).toBe('3 h 22 min')
})

test('amounts in sentences carry their sign before the ¥', () => {
  expect(formatYuan(320_000 as Fen)).toBe('¥3,200.00')
  expect(formatYuan(-40_000 as Fen)).toBe('-¥400.00')
  expect(formatBytes(3_240_000)).toBe('3.2 MB')
  expect(formatBytes(410_200)).toBe('410 KB')
})
