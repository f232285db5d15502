import type { LicenceFieldName } from '../../server/features/registrations/licence-reading.schema.ts'
import type { LabelledValue } from './checks.ts'
import { formatCalendarDay } from './format.ts'
import {
  licenceFieldsChinese,
  type RegistrationCheckFacts,
  type RegistrationCheckValues,
  registrationAdviceChinese,
  registrationReviewChinese,
  registrationSourcesChinese,
  registrationTitlesChinese,
} from './registration-checks.zh-CN.ts'
import { defineTexts } from './texts.ts'

const english = () => import('./registration-checks.en.ts')
const title = defineTexts(registrationTitlesChinese, async () => ({ en: (await english()).registrationTitlesEnglish }))
const advice = defineTexts(registrationAdviceChinese, async () => ({ en: (await english()).registrationAdviceEnglish }))
const review = defineTexts(registrationReviewChinese, async () => ({ en: (await english()).registrationReviewEnglish }))
const source = defineTexts(registrationSourcesChinese, async () => ({
  en: (await english()).registrationSourcesEnglish,
}))
const field = defineTexts(licenceFieldsChinese, async () => ({ en: (await english()).licenceFieldsEnglish }))

/** What a check found, in a few words: `名称与执照不完全一致`. */
export function registrationCheckTitle(check: RegistrationCheckFacts): string {
  return title(check.finding, valuesOf(check))
}

/** The one thing to do about it, said to the applicant or to the reviewer; null when there is nothing to do. */
export function registrationCheckAdvice(
  check: RegistrationCheckFacts,
  reader: 'applicant' | 'reviewer',
): string | null {
  return (reader === 'applicant' ? advice : review)(check.finding, valuesOf(check)) || null
}

/** `名称`, `代码`: what a field of the licence is called. */
export function licenceField(name: LicenceFieldName): string {
  return field(name)
}

/** A value that was read, as people write it: days in words of the language, 长期 for a licence without end. */
export function licenceValue(name: LicenceFieldName, value: string): string {
  if (value === 'longTerm') return source('longTerm')
  return name === 'validUntil' || name === 'registeredOn' || name === 'validFrom' ? formatCalendarDay(value) : value
}

/** The two values that a licence check compared, the licence's first; `against` marks the characters that differ. */
export function registrationCheckValues(check: RegistrationCheckFacts): LabelledValue[] {
  const { code, found, expected } = check
  if (found === null || expected === null || (code !== 'licenceCode' && code !== 'licenceName')) return []
  // Texts that have nothing in common would only be marked all over.
  const near = check.finding === 'nameNear' || check.finding === 'codeNear' || likenessOf(check) >= nearFrom
  return [
    { label: source('licence'), text: found, ...(near ? { against: expected } : {}) },
    { label: source('typed'), text: expected, ...(near ? { against: found } : {}) },
  ]
}

/** From this likeness on, marked characters help. */
const nearFrom = 0.4

function likenessOf({ details }: RegistrationCheckFacts): number {
  return typeof details.score === 'number' ? details.score : 0
}

function valuesOf(check: RegistrationCheckFacts): RegistrationCheckValues {
  const { code, finding, found, expected, details } = check
  const fields = typeof details.fields === 'string' ? details.fields.split(',') : []
  return {
    count: typeof details.count === 'number' ? details.count : 1,
    day: code === 'licenceValid' && found !== null && found !== 'longTerm' ? formatCalendarDay(found) : '',
    name: (finding === 'characterWrong' ? expected : found) ?? '',
    shared: fields.length > 1 ? 'both' : fields[0] === 'email' ? 'email' : 'mobile',
  }
}
