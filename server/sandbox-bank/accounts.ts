/** The play accounts of the bank: any plausible card or company can pay, and a few have something wrong with them. */
export const testCards = [
  { number: '6222020000112230008', kind: 'good' },
  { number: '6228480000445560006', kind: 'poor' },
  { number: '6258070000778890007', kind: 'lost' },
] as const

export const testCompanies = [
  { customer: '20260001', kind: 'good' },
  { customer: '20260002', kind: 'poor' },
] as const

/** Banks that a company can log in to, with the names that people know them by. */
export const banks = [
  { id: 'icbc', zh: '中国工商银行', en: 'ICBC' },
  { id: 'abc', zh: '中国农业银行', en: 'Agricultural Bank of China' },
  { id: 'boc', zh: '中国银行', en: 'Bank of China' },
  { id: 'ccb', zh: '中国建设银行', en: 'China Construction Bank' },
  { id: 'comm', zh: '交通银行', en: 'Bank of Communications' },
  { id: 'cmb', zh: '招商银行', en: 'China Merchants Bank' },
  { id: 'psbc', zh: '中国邮政储蓄银行', en: 'Postal Savings Bank' },
  { id: 'other', zh: '其他银行', en: 'Another bank' },
] as const

export type BankChoice = (typeof banks)[number]

export const uKeyPin = '123456'

export type CardForm = {
  readonly number: string
  readonly holder: string
  readonly expiry: string
  readonly mobile: string
}
export type CardFault =
  | 'cardNumberWrong'
  | 'holderWrong'
  | 'expiryWrong'
  | 'expired'
  | 'mobileWrong'
  | 'poor'
  | 'lost'
  | 'codeTooOften'
export type CardFaults = { -readonly [Field in keyof CardForm]?: CardFault }

const digitsOf = (typed: string) => typed.normalize('NFKC').replace(/[\s-]/g, '')

/** ISO/IEC 7812-1: every second digit from the right doubled, the sum a multiple of ten. */
export function passesLuhn(number: string): boolean {
  if (!/^\d{13,19}$/.test(number)) return false
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** What the bank has against a card, field by field; nothing: it can pay. A card is good through its month, in UTC+8. */
export function judgeCard(form: CardForm, now: Date): CardFaults {
  const number = digitsOf(form.number)
  const kind = testCards.find((card) => card.number === number)?.kind
  const expiry = /^(0[1-9]|1[0-2])\/?(\d{2})$/.exec(digitsOf(form.expiry))
  const endsMs = expiry ? Date.UTC(2000 + Number(expiry[2]), Number(expiry[1])) - 8 * 3_600_000 : 0
  const faults: CardFaults = {}
  if (!passesLuhn(number)) faults.number = 'cardNumberWrong'
  else if (kind === 'poor' || kind === 'lost') faults.number = kind
  if (form.holder.trim().length < 2) faults.holder = 'holderWrong'
  if (!expiry) faults.expiry = 'expiryWrong'
  else if (endsMs <= now.getTime()) faults.expiry = 'expired'
  if (!/^1[3-9]\d{9}$/.test(digitsOf(form.mobile))) faults.mobile = 'mobileWrong'
  return faults
}

export type LoginForm = { readonly customer: string; readonly operator: string; readonly password: string }
export type LoginFaults = {
  -readonly [Field in keyof LoginForm]?: 'customerWrong' | 'operatorWrong' | 'passwordWrong'
}

export function judgeLogin(form: LoginForm): LoginFaults {
  const faults: LoginFaults = {}
  if (!/^\d{8,12}$/.test(digitsOf(form.customer))) faults.customer = 'customerWrong'
  if (!/^[A-Za-z0-9]{1,10}$/.test(digitsOf(form.operator))) faults.operator = 'operatorWrong'
  if (form.password === '') faults.password = 'passwordWrong'
  return faults
}

export const isPoorCompany = (customer: string) =>
  testCompanies.some((company) => company.customer === digitsOf(customer) && company.kind === 'poor')

/** `6222 **** **** 0000`: all that is kept of a card. */
export function maskCard(number: string): string {
  const digits = digitsOf(number)
  return `${digits.slice(0, 4)} **** **** ${digits.slice(-4)}`
}

export function maskPhone(mobile: string): string {
  const digits = digitsOf(mobile)
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
