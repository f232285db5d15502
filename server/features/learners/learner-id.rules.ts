import { isResidentIdNumber } from '../../core/ids.ts'
import { cleanNumber, matchKey } from '../imports/cell-text.rules.ts'
import type { Issue } from '../imports/imports.schema.ts'
import { judgeIdNumber } from './learners.rules.ts'
import type { IdType } from './learners.schema.ts'

/** As forms and the template name them. */
export const idTypeNames: Readonly<Record<IdType, string>> = {
  residentId: '居民身份证',
  passport: '护照',
  hkMacauPermit: '港澳居民来往内地通行证',
  taiwanPermit: '台湾居民来往大陆通行证',
}

const idTypeWords: Readonly<Record<IdType, readonly string[]>> = {
  // Residence permits of people from Hong Kong, Macau and Taiwan have 18 digits as well (GB 11643, 81 to 83).
  residentId: [
    '身份证',
    '居民身份证',
    '二代身份证',
    '第二代身份证',
    '中国居民身份证',
    '二代证',
    '港澳台居民居住证',
    '居住证',
    'ID',
    'ID CARD',
    'RESIDENT ID',
  ],
  passport: ['护照', '普通护照', '中国护照', '外国护照', 'PASSPORT'],
  hkMacauPermit: [
    '港澳居民来往内地通行证',
    '港澳通行证',
    '港澳居民通行证',
    '来往内地通行证',
    '回乡证',
    '港澳居民来往内地通行证(回乡证)',
    'HK/MACAU PERMIT',
  ],
  taiwanPermit: ['台湾居民来往大陆通行证', '台胞证', '台湾通行证', '台湾居民通行证', '来往大陆通行证', 'TAIWAN PERMIT'],
}

const idTypeOf = new Map<string, IdType>(
  (Object.keys(idTypeWords) as IdType[]).flatMap((type) =>
    idTypeWords[type].map((word) => [matchKey(word), type] as const),
  ),
)

/** The ID type that a cell names, or null. */
export function readIdType(text: string): IdType | null {
  return idTypeOf.get(matchKey(text)) ?? null
}

/** Letters that are taken for digits by eye and by OCR. */
const lookalikes: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  '|': '1',
  Z: '2',
  S: '5',
  B: '8',
}
/** The roman numeral, the Cyrillic letter and the multiplication sign stand for the X of the check character. */
const otherCrosses = /[ХхΧχ×✕✖╳]$/u

export type ReadIdNumber = {
  /** Normalised; what is stored when there is no issue. */
  readonly idNumber: string
  readonly issue: Omit<Issue, 'level' | 'field'> | null
}

const wrong = (
  code: Issue['code'],
  details: Issue['details'] = {},
  marks: readonly number[] = [],
  repair: string | null = null,
): ReadIdNumber['issue'] => ({ code, details, marks, repair })

const resident = /^[1-9]\d{16}[\dX]$/
/** The form in which programs show a long number that they took for an amount. */
const exponent = /^\d(?:\.\d+)?E\+?\d+$/

/** Reads an ID number of the given type, and says exactly what is wrong with it. `typeGiven`: the file names a type. */
export function readIdNumber(text: string, type: IdType, typeGiven: boolean, today: Date): ReadIdNumber {
  const idNumber = cleanNumber(text)
    .replace(otherCrosses, 'X')
    .replace(/[-－—]/g, '')
  return { idNumber, issue: judge(idNumber, type, typeGiven, today) }
}

function judge(idNumber: string, type: IdType, typeGiven: boolean, today: Date): ReadIdNumber['issue'] {
  if (type !== 'residentId') {
    if (judgeIdNumber(type, idNumber, today) === null) return null
    return type === 'passport' ? wrong('passportFormat') : wrong('permitFormat', { type })
  }
  if (resident.test(idNumber) && isResidentIdNumber(idNumber, today)) return null
  if (exponent.test(idNumber)) return wrong('idPrecisionLost')
  if (!typeGiven && /^(?:[A-Z]{1,2}\d{7,8}|[HM]\d{10})$/.test(idNumber)) return wrong('idTypeNeeded')
  const characters = [...idNumber]
  const odd = characters.flatMap((character, at) =>
    /\d/.test(character) || (character === 'X' && at === 17) ? [] : [at],
  )
  if (odd.length > 0) {
    const first = odd[0] ?? 0
    const repaired = characters.map((character, at) =>
      odd.includes(at) ? (lookalikes[character] ?? character) : character,
    )
    const whole = repaired.join('')
    const good = resident.test(whole) && isResidentIdNumber(whole, today)
    return wrong('idCharacter', { position: first + 1, character: characters[first] ?? '' }, odd, good ? whole : null)
  }
  if (characters.length === 15) return wrong('idOld15')
  if (characters.length !== 18) return wrong('idLength', { length: characters.length, expected: 18 })
  const dated = [...'0123456789X'].find((last) => isResidentIdNumber(idNumber.slice(0, 17) + last, today))
  if (dated === undefined || idNumber.startsWith('0')) {
    return wrong('idDate', { date: idNumber.slice(6, 14) }, [6, 7, 8, 9, 10, 11, 12, 13])
  }
  return wrong('idCheckCharacter', { position: 18, expected: dated, found: idNumber.charAt(17) }, [17])
}
