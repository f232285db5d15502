import { type Fen, formatFen } from '../../server/core/money.ts'
import { t } from './shared.zh-CN.ts'
import { language } from './texts.ts'

/**
 * Times are stored in UTC and shown in Asia/Shanghai, wherever the reader is. Everything here follows the chosen
 * language and is reactive to it.
 */
interface WallTime {
  year: number
  month: number
  day: number
  hour: string
  minute: string
  /** 0 = Sunday. */
  weekday: number
  /** Days since 1970-01-01 in Shanghai, to tell today from yesterday. */
  dayNumber: number
}

const shanghaiOffsetMs = 8 * 3_600_000
const dayMs = 86_400_000

/** China has kept UTC+8 without daylight saving since 1991, so that plain arithmetic is right and fast in long lists. */
function wallTime(instant: Date): WallTime {
  const shifted = new Date(instant.getTime() + shanghaiOffsetMs)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: String(shifted.getUTCHours()).padStart(2, '0'),
    minute: String(shifted.getUTCMinutes()).padStart(2, '0'),
    weekday: shifted.getUTCDay(),
    dayNumber: Math.floor(shifted.getTime() / dayMs),
  }
}

const chineseWeekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const
const englishWeekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

function plainDay(wall: WallTime, withYear: boolean): string {
  if (language() === 'en') {
    const day = `${wall.day} ${englishMonths[wall.month - 1]}`
    return withYear ? `${day} ${wall.year}` : day
  }
  const day = `${wall.month} 月 ${wall.day} 日`
  return withYear ? `${wall.year} 年 ${day}` : day
}

function dayWord(wall: WallTime, today: WallTime): string {
  const distance = wall.dayNumber - today.dayNumber
  if (distance === 0) return t('today')
  if (distance === -1) return t('yesterday')
  if (distance === 1) return t('tomorrow')
  return plainDay(wall, wall.year !== today.year)
}

/** `今天`, `昨天`, `5 月 8 日`, `2025 年 12 月 31 日` when it is another year. */
export function formatDay(iso: string, now: Date = new Date()): string {
  return dayWord(wallTime(new Date(iso)), wallTime(now))
}

/** `今天 13:52`, `5 月 8 日 10:30`. */
export function formatDateTime(iso: string, now: Date = new Date()): string {
  const wall = wallTime(new Date(iso))
  return `${dayWord(wall, wallTime(now))} ${wall.hour}:${wall.minute}`
}

/** `5 月 8 日 周五`, `Fri 8 May`. */
export function formatDayWithWeekday(iso: string): string {
  const wall = wallTime(new Date(iso))
  if (language() === 'en') return `${englishWeekdays[wall.weekday]} ${plainDay(wall, false)}`
  return `${plainDay(wall, false)} ${chineseWeekdays[wall.weekday]}`
}

/** `2036 年 5 月 8 日`, `8 May 2036`: a day of the calendar (`2036-05-08`) that is no moment, as on a licence. */
export function formatCalendarDay(day: string): string {
  return plainDay(wallTime(new Date(`${day}T00:00:00+08:00`)), true)
}

/** `05-08 10:30` in tables, where every row has the same shape; the year stands before it when it is another one. */
export function formatTableTime(iso: string, now: Date = new Date()): string {
  const wall = wallTime(new Date(iso))
  return `${tableDay(wall, wallTime(now))} ${wall.hour}:${wall.minute}`
}

/** `今天 15:10`, `周一 09:40`, `04-02 10:06`: a deadline in a narrow column, as near as it is. */
export function formatDue(iso: string, now: Date = new Date()): string {
  const wall = wallTime(new Date(iso))
  const today = wallTime(now)
  const distance = wall.dayNumber - today.dayNumber
  if (Math.abs(distance) <= 1) return formatDateTime(iso, now)
  if (Math.abs(distance) > 6) return formatTableTime(iso, now)
  const weekday = (language() === 'en' ? englishWeekdays : chineseWeekdays)[wall.weekday]
  return `${weekday} ${wall.hour}:${wall.minute}`
}

/** `05-08` */
export function formatTableDay(iso: string, now: Date = new Date()): string {
  return tableDay(wallTime(new Date(iso)), wallTime(now))
}

function tableDay(wall: WallTime, today: WallTime): string {
  const day = `${String(wall.month).padStart(2, '0')}-${String(wall.day).padStart(2, '0')}`
  return wall.year === today.year ? day : `${wall.year}-${day}`
}

/** `2026-05-08`, for the `datetime` of documents and the value of date inputs. */
export function shanghaiDate(instant: Date): string {
  const wall = wallTime(instant)
  return `${wall.year}-${String(wall.month).padStart(2, '0')}-${String(wall.day).padStart(2, '0')}`
}

/** `3 小时 22 分`, `4 天`, `40 秒`: the two largest units below three days, one above. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  const english = language() === 'en'
  if (days >= 3) return english ? `${days} days` : `${days} 天`
  if (hours >= 24) return english ? `${days} d ${hours % 24} h` : `${days} 天 ${hours % 24} 小时`
  if (hours > 0) return english ? `${hours} h ${minutes % 60} min` : `${hours} 小时 ${minutes % 60} 分`
  if (minutes > 0) return english ? `${minutes} min` : `${minutes} 分钟`
  return english ? `${seconds} s` : `${seconds} 秒`
}

/** `3:21:46`, for a clock that runs. */
export function formatClock(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** `¥3,200.00` inside a sentence. Standing alone it is `<Money>`. */
export function formatYuan(amount: Fen): string {
  return amount < 0 ? `-¥${formatFen(amount).slice(1)}` : `¥${formatFen(amount)}`
}

/** `3.2 MB`, `410 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `12,406` */
export function formatCount(count: number): string {
  return count.toLocaleString('en')
}

/** `审核、财务`, `Reviewer, Finance`: things of one kind. */
export function formatList(parts: readonly string[]): string {
  return parts.join(language() === 'en' ? ', ' : '、')
}

/** `电脑，Linux，Chrome`: facts about one thing; empty ones are left out. */
export function formatPhrases(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(language() === 'en' ? ', ' : '，')
}
