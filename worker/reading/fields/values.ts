/** PURE: what a piece of text can be: an account, a date, a name, a code. Each answer is the value in its plain form, or null. */

/** Blanks gone, full width made half width. */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}

const digitLike: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  D: '0',
  Q: '0',
  l: '1',
  I: '1',
  '|': '1',
  Z: '2',
  S: '5',
  B: '8',
}

export interface FoundAccount {
  account: string
  /** Letters had to be taken for digits, or digits seem to be missing. */
  doubtful: boolean
  /** What stood before it: a bank, mostly (`中国邮政储蓄银行(1261)`). */
  before: string
  /** Only the last four digits are shown. */
  tailOnly: boolean
}

/** Stars of masked numbers, as they are printed and as they are read. */
const star = '[*＊✱∗•●·×xX＃#]'

/**
 * An account or card number: 8 to 32 digits, blanks or dashes between, a masked middle allowed; or only its last four
 * digits in brackets after a bank's name.
 */
export function findAccount(text: string): FoundAccount | null {
  const flat = plain(text).replace(/[>›»,.。]+$/, '')
  const tail =
    /^(.*?)[([【]?(?:尾号|后四位|末四位)?[:：]?[([]?(\d{4})[)\]】]$/.exec(flat) ??
    /^(.*)(?:尾号|末四位|后四位)(?:为|:)?(\d{4})$/.exec(flat)
  if (tail?.[2] && /[一-鿿]/.test(tail[1] ?? '')) {
    const before = (tail[1] ?? '').replace(/[([（]?(?:尾号|后四位|末四位)?[:：]?$/, '')
    return { account: tail[2], doubtful: false, before, tailOnly: true }
  }
  const starred = flat.replace(/(?<=[*＊])\.+|\.+(?=[*＊])/g, '*')
  const masked = new RegExp(`^(.*?)(\\d{0,8}(?:[-]?${star}){2,}[-]?(?:(?:\\d|${star}|-)*\\d)?)(?:[)\\]】(].*)?$`).exec(
    starred,
  )
  if (masked?.[2] && /\d{3}$/.test(masked[2])) {
    const account = masked[2].replace(new RegExp(star, 'g'), '*')
    // Every mask leaves the last four digits; with three, one went with the stars. Many stars hide a beginning.
    const doubtful = !/(?<!\d)\d{4}$|\d{5,}$/.test(account) || /^\*{5}/.test(account)
    return { account, doubtful, before: masked[1] ?? '', tailOnly: !/^\d/.test(account) }
  }
  const run = /^(.*?)((?:\d|[-](?=\d)){8,40})(?!\d)(.*)$/.exec(flat)
  const digits = run?.[2]?.replaceAll('-', '') ?? ''
  if (run && digits.length >= 8 && digits.length <= 32) {
    return { account: digits, doubtful: false, before: run[1] ?? '', tailOnly: false }
  }
  if (/^[\dODQolI|ZSB]{9,32}$/.test(flat) && (flat.match(/\d/g) ?? []).length >= flat.length - 2) {
    return {
      account: [...flat].map((glyph) => digitLike[glyph] ?? glyph).join(''),
      doubtful: true,
      before: '',
      tailOnly: false,
    }
  }
  return null
}

/**
 * A day, with the time where one stands: `2026-05-02`, `2026-05-02T12:19` or `…:08`. Blanks between day and time get lost
 * in reading (`2026-04-0408:38:54`), so the day is taken by its own width.
 */
export function findMoment(text: string): string | null {
  const flat = text
    .normalize('NFKC')
    .replace(/[：﹕]/g, ':')
    .replace(/\s+/g, ' ')
    .replace(/[—–]/g, '-')
  const day =
    /(20\d{2}) ?[-/.年] ?(1[0-2]|0?[1-9]) ?[-/.月] ?(3[01]|[12]\d|0[1-9]|[1-9])(?!\d(?!\d?[:时]))(?: ?日)?/.exec(
      flat,
    ) ?? /(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d{7,}|\d?(?:\d{4})(?!\d*[: ]))/.exec(flat)
  if (!day) return null
  const [found, year = '', month = '', date = ''] = day
  const moment = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  // 2026-02-2 was 2026-02-2x: who writes 02 does not write 2.
  const isCut = date.length === 1 && /[-/.]0?\d{1,2}[-/.]\d$/.test(found) && month.length === 2
  if (isCut || !isRealDay(moment)) return null
  const after = flat.slice(day.index + found.length)
  const time =
    /^[-T ,.]*(?:星期.|周.)? ?(上午|下午|AM|PM)? ?([01]?\d|2[0-3]) ?[:.时] ?([0-5]\d)(?: ?[:.分] ?([0-5]\d))?(?!\d{3,})/i.exec(
      after,
    ) ?? /^ ?()([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?!\d)/.exec(after)
  if (!time) return moment
  const [, half = '', hours = '', minutes = '', seconds] = time
  const hour = Number(hours) + (/下午|pm/i.test(half) && Number(hours) < 12 ? 12 : 0)
  return `${moment}T${String(hour).padStart(2, '0')}:${minutes}${seconds === undefined ? '' : `:${seconds}`}`
}

function isRealDay(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day
}

/** A name of a person or an organisation: mostly Chinese, or Latin words; no number, no sentence. */
export function nameIn(text: string): string | null {
  const flat = text
    .normalize('NFKC')
    .trim()
    .replace(/^[:：,.。、;\-_>|]+|[:：,、;>|›]+$/g, '')
    .trim()
  const chinese = (flat.match(/[㐀-鿿豈-﫿\u{20000}-\u{323af}]/gu) ?? []).length
  const name = chinese > 0 ? flat.replace(/\s+/g, '') : flat
  const length = [...name].length
  if (length < 2 || length > 60) return null
  if (/[¥￥%@]|\d{5}|https?:/.test(name)) return null
  if (chinese >= 2 || (chinese >= 1 && /^[*＊]*[㐀-鿿][*＊㐀-鿿]*$/u.test(name))) {
    return chinese * 2 >= length ? name : null
  }
  return /^[A-Za-z][A-Za-z .,&'()-]{3,}$/.test(name) ? name.replace(/\s+/g, ' ') : null
}

const organisationEnd =
  /(?:公司|中心|协会|学会|学校|学院|大学|医院|研究院|研究所|设计院|检测院|事务所|合作社|委员会|管理局|管理处|服务部|经营部|分公司|分院|分所|工作室|集团|商行|厂|局|院|所|站|部|处|队|行|店|社|会)(?:[（(].{1,10}[)）])?$/

export function isOrganisationName(name: string): boolean {
  return name.length >= 4 && organisationEnd.test(name)
}

/** A bank or its branch. */
export function bankIn(text: string): string | null {
  const flat = plain(text).replace(/^[:,.。、]+|[:,、]+$/g, '')
  const bank =
    /^[^\d]*?(?:银行|信用社|信用合作联社|农商行|财务公司|支付宝|微信|钱包|储蓄|工行|农行|建行|中行|交行|招行)[^\d]*/.exec(
      flat,
    )?.[0]
  if (!bank || bank.length < 2) return null
  return bank.replace(/[([（]$/, '')
}

export function looksLikeBank(text: string): boolean {
  return /银行|信用社|农商行|联社/.test(text) && !/公司$|中心$/.test(plain(text).replace(/股份有限公司$/, ''))
}

/** A number that a bank or an app gave to a transaction: 6 to 40 letters and digits, most of them digits. */
export function codeIn(text: string): string | null {
  const flat = plain(text).replace(/^[:：.。]+|[:：.。,]+$/g, '')
  const code = /^(?:No\.?|编号)?([A-Za-z0-9](?:[A-Za-z0-9]|[-_/.](?=[A-Za-z0-9])){5,39})(?=$|[^A-Za-z0-9])/.exec(
    flat,
  )?.[1]
  if (!code) return null
  const digits = (code.match(/\d/g) ?? []).length
  return digits >= 4 && digits * 2 >= code.length ? code : null
}
