/**
 * Passwords, after NIST SP 800-63B-4 3.1.1.2: length is what counts, no rules about kinds of characters, no expiry, but
 * nothing that stands on every list. Pure: the page judges while people type, the server again.
 */

/**
 * NIST asks for 15 characters where a password is the only factor and 8 beside a second one. Organisations type theirs
 * on phones, so it is 10 together with the list below and the throttle.
 */
export const passwordMinLength = 10
/** Long passphrases are welcome (NIST: at least 64); what is longer only keeps the hash busy. */
export const passwordMaxLength = 128

export type PasswordWeakness = 'tooShort' | 'tooLong' | 'common' | 'containsName'

/**
 * The form that is hashed: NFKC, so that the same keys give the same password on every phone (NIST: normalise before
 * hashing). Nothing is trimmed or folded.
 */
export function normalisePassword(typed: string): string {
  return typed.normalize('NFKC')
}

/** What is wrong with a new password, or null. `names` are the person's log-in names, name, mobile and e-mail. */
export function judgePassword(typed: string, names: readonly string[]): PasswordWeakness | null {
  const password = normalisePassword(typed)
  const length = [...password].length
  if (length < passwordMinLength) return 'tooShort'
  if (length > passwordMaxLength) return 'tooLong'
  const plain = plainForm(password)
  if (isCommon(plain)) return 'common'
  if (names.some((name) => holdsName(plain, plainForm(name.normalize('NFKC'))))) return 'containsName'
  return null
}

/** Lower case without what people add between words. */
function plainForm(text: string): string {
  return text.toLowerCase().replace(/[\s._@#!?$%^&*+\-=,;:'"()/\\]/g, '')
}

/** Two Chinese characters are a name already; of letters and digits it takes four to be one and not a coincidence. */
function holdsName(plain: string, name: string): boolean {
  const shortest = /^[\p{Script=Han}]+$/u.test(name) ? 2 : 4
  if (name.length < shortest || !plain.includes(name)) return false
  // A name inside a long passphrase gives little away.
  return plain.length - name.length < passwordMinLength
}

/**
 * Ten characters leave out most of every list of leaked passwords. What remains of them is: a piece over and over, runs of
 * the keyboard, numbers (telephones, dates), and a common word with little around it.
 */
function isCommon(plain: string): boolean {
  if (plain.length < 5 || isRepeated(plain) || isRun(plain)) return true
  if (/^\d{1,15}$/.test(plain)) return true
  return commonPatterns.some((pattern) => {
    const rest = plain.replace(pattern, '')
    return rest !== plain && (rest.length <= 4 || /^\d{1,8}$/.test(rest) || isRun(rest) || isRepeated(rest))
  })
}

/** `abc123abc123`, `1111111111`: a shorter piece over and over, the last time perhaps cut off. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= text.length / 2; size++) {
    const piece = text.slice(0, size)
    if (piece.repeat(Math.ceil(text.length / size)).startsWith(text)) return true
  }
  return false
}

const runs = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '147258369',
  '112233445566778899',
  'aabbccddeeffgghhiijjkk',
]

/** Two runs of a keyboard, an alphabet or numbers one after another, forwards or back: `qwerty12345`, `0987654321`. */
function isRun(text: string): boolean {
  if (text.length < 3) return false
  for (let cut = 0; cut <= text.length / 2; cut++) {
    if (isOneRun(text.slice(0, cut)) && isOneRun(text.slice(cut))) return true
    if (isOneRun(text.slice(0, text.length - cut)) && isOneRun(text.slice(text.length - cut))) return true
  }
  return false
}

function isOneRun(text: string): boolean {
  if (text.length <= 1) return true
  const back = [...text].reverse().join('')
  return /^(.)\1*$/.test(text) || runs.some((run) => run.includes(text) || run.includes(back))
}

/**
 * The heads of the published lists of leaked passwords, international and Chinese, and this product's own words. The
 * manuals' initial passwords 11111 and abc123 stand here too, whatever is put around them.
 */
const commonWords = `
  password passwort iloveyou ilovechina welcome letmein admin administrator root user guest test login changeme default
  secret system master monkey dragon sunshine princess football baseball superman batman trustno1 shadow michael jordan
  computer internet windows google qwerty qwert asdfgh zxcvbn qazwsx 1q2w3e 1qaz2wsx 12345 54321 11111 00000 66666 88888
  123123 123321 5201314 520520 1314520 147258 159753 789456 abc123 abcd1234 a123456 aa123456 q123456 woaini woaiwojia
  wodemima mima nihao zhongguo beijing shanghai suzhou jiangsu wangyi taobao alipay tencent weixin caonima xiaoming zhang
  xueshi xuexi peixun kaoshi training danwei gongsi 密码 我爱你 中国 学时 培训`
  .trim()
  .split(/\s+/)

/** Digits that people write for letters. */
const lookalikes: Readonly<Record<string, string>> = {
  a: '[a4]',
  e: '[e3]',
  i: '[i1]',
  o: '[o0]',
  s: '[s5]',
  t: '[t7]',
}

/** Symbols that people write for letters are gone from the plain form; `p@ssw0rd` is found as `pssw0rd`. */
const commonPatterns = [...commonWords, 'pssword'].map(
  (word) => new RegExp([...word].map((letter) => lookalikes[letter] ?? letter).join(''), 'g'),
)

// --- One-time passwords and recovery codes -----------------------------------------------------------------------

/** Without 0 O 1 I L: read from paper and over the telephone. */
const plainAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** How many random bytes `groupedCode` takes for one character. */
const bytesPerCharacter = 4

/**
 * `K7MP-3QXW-9FTR` from `groups × size × 4` random bytes; 4.95 bits a character. Four bytes a character make the bias of
 * the division smaller than 10⁻⁸. Throws RangeError when there are too few bytes.
 */
export function groupedCode(random: Uint8Array, groups: number, size: number): string {
  if (random.length < groups * size * bytesPerCharacter) throw new RangeError('too few random bytes')
  const view = new DataView(random.buffer, random.byteOffset, random.byteLength)
  const characters = Array.from({ length: groups * size }, (_, index) =>
    plainAlphabet.charAt(view.getUint32(index * bytesPerCharacter) % plainAlphabet.length),
  )
  return Array.from({ length: groups }, (_, group) => characters.slice(group * size, (group + 1) * size).join('')).join(
    '-',
  )
}

/** Three groups of four: 59 bits, against a throttle of about 100 guesses a day. */
export const oneTimePasswordShape = { groups: 3, size: 4 } as const
/** Two groups of five: 49 bits. */
export const recoveryCodeShape = { groups: 2, size: 5 } as const

export function randomBytesFor(shape: { groups: number; size: number }): number {
  return shape.groups * shape.size * bytesPerCharacter
}

/**
 * A grouped code as people type it, in small letters, with blanks or without hyphens, brought to its one form; anything
 * else is given back as it is.
 */
export function canonicalCode(typed: string, shape: { groups: number; size: number }): string {
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  const right =
    plain.length === shape.groups * shape.size && [...plain].every((letter) => plainAlphabet.includes(letter))
  if (!right) return typed
  return Array.from({ length: shape.groups }, (_, group) =>
    plain.slice(group * shape.size, (group + 1) * shape.size),
  ).join('-')
}

/** An account that nobody has taken into use for this long needs a new one-time password, in days. */
export const oneTimePasswordDays = 30
