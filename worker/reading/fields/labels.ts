import { attributeNouns, fixedLabels, partyNouns, partyPrefixes } from './label-words.ts'
import { englishLabels } from './label-words-english.ts'

/**
 * PURE: what the labels on payment slips mean, in any bank's or app's words. A label is taken apart by meaning (whose?
 * which attribute?), so that 付款人账号, 付方帐号 and "Payer's A/C No." are one thing and no layout has to be known.
 */

/** Whose: `counterparty` and `own` are relative to the one who asked for the slip and are settled for the whole page. */
export type Party = 'payer' | 'payee' | 'counterparty' | 'own'

export type Attribute =
  /** The party as a whole: a heading over its fields, or a label whose value is the name. */
  | 'party'
  | 'name'
  | 'account'
  /** 账户, 卡: an account number, or a name, or a bank with the card's last digits. */
  | 'accountOrName'
  | 'bank'
  | 'amount'
  | 'amountInWords'
  | 'orderNo'
  | 'serial'
  | 'paidAt'
  | 'remark'
  /** Something else: its value is spoken for. */
  | 'other'

export interface LabelMeaning {
  attribute: Attribute
  party: Party | null
  /** The lower the better, among labels of one attribute that stand on one slip. */
  rank: number
}

/** One spelling for what is written in several. */
const spellings: Readonly<Record<string, string>> = {
  帐: '账',
  戶: '户',
  賬: '账',
  帳: '账',
  號: '号',
  匯: '汇',
  額: '额',
  銀: '银',
  開: '开',
  稱: '称',
  單: '单',
  轉: '转',
  '—': '-',
  '–': '-',
}

/** One character of a label in its plain form; empty for what does not count (blanks, brackets, colons, slashes). */
export function normaliseLabelCharacter(glyph: string): string {
  const plain = glyph.normalize('NFKC').toLowerCase()
  if (/^[\s()[\]【】「」<>《》〈〉:;.。,，、/\\|'’`"*·&+_¥]+$/.test(plain)) return ''
  return spellings[plain] ?? plain
}

export function normaliseLabel(text: string): string {
  return [...text].map(normaliseLabelCharacter).join('')
}

function buildFixedTable(): Map<string, LabelMeaning> {
  const table = new Map<string, LabelMeaning>()
  const put = (label: string, meaning: LabelMeaning) => {
    if (!table.has(label)) table.set(label, meaning)
  }
  for (const [attribute, party, rank, labels] of [...fixedLabels, ...englishLabels]) {
    for (const label of labels) put(label, { attribute, party, rank })
  }
  for (const [attribute, nouns] of nounEntries) {
    for (const noun of nouns) if (noun.length > 1) put(noun, { attribute, party: null, rank: 0 })
  }
  return table
}

type PartyAttribute = keyof typeof attributeNouns
const nounEntries = Object.entries(attributeNouns) as [PartyAttribute, readonly string[]][]
const prefixEntries = Object.entries(partyPrefixes) as [Party, readonly string[]][]
const fixedTable = buildFixedTable()
const partyOfPrefix = new Map(prefixEntries.flatMap(([party, prefixes]) => prefixes.map((prefix) => [prefix, party])))
const attributeOfNoun = new Map(nounEntries.flatMap(([attribute, nouns]) => nouns.map((noun) => [noun, attribute])))

/** Longer alternatives first, so that 付款 is not read as 付 with something after it. */
const alternatives = (list: readonly string[]) => [...list].sort((a, b) => b.length - a.length).join('|')
const composed = new RegExp(
  `^(${alternatives([...partyOfPrefix.keys()])})(${alternatives(partyNouns)})?(信息|详情|${alternatives([...attributeOfNoun.keys()])})?$`,
)

/** 付款, 收款 alone are page titles more often than labels; these name a party by themselves. */
const standAlone = new Set(['商户', '商家', '卖家', '店铺', '对方', '特约商户', '签约商户', '收款', '付款'])

function compose(label: string): LabelMeaning | null {
  const match = composed.exec(label)
  if (!match) return null
  const [, prefix = '', kind = '', noun = ''] = match
  const party = partyOfPrefix.get(prefix)
  if (!party) return null
  if (noun === '' || noun === '信息' || noun === '详情') {
    if (kind === '') return standAlone.has(prefix) ? { attribute: 'party', party, rank: 1 } : null
    return { attribute: kind === '账户' ? 'accountOrName' : 'party', party, rank: 0 }
  }
  const attribute = attributeOfNoun.get(noun)
  // 付行, 借名, 收号 are no labels; 付款行 is.
  if (!attribute || (noun.length === 1 && (prefix + kind).length < 2)) return null
  return { attribute, party, rank: 0 }
}

const cache = new Map<string, LabelMeaning | null>()

function lookUp(label: string): LabelMeaning | null {
  const known = cache.get(label)
  if (known !== undefined) return known
  const meaning = fixedTable.get(label) ?? withoutUnit(label) ?? compose(label) ?? bilingual(label)
  if (cache.size > 20_000) cache.clear()
  cache.set(label, meaning)
  return meaning
}

/** 转账金额(元). */
function withoutUnit(label: string): LabelMeaning | null {
  const meaning = fixedTable.get(label.replace(/(?<=.)(?:元|人民币|rmb|cny|yuan)$/, ''))
  return meaning && (meaning.attribute === 'amount' || meaning.attribute === 'amountInWords') ? meaning : null
}

/** 付款人名称payersname: the Chinese half says it, if the other half is a label as well. */
function bilingual(label: string): LabelMeaning | null {
  const match = /^([^a-z]{2,})([a-z-]{2,})$/.exec(label)
  if (!match) return null
  const [, chinese = '', latin = ''] = match
  return fixedTable.has(latin) ? (fixedTable.get(chinese) ?? compose(chinese)) : null
}

/** Longest label that is looked for, in characters that count; English ones are long. */
const longest = 30

/** What a whole text means as a label, exactly; null when it is none. */
export function labelMeaning(text: string): LabelMeaning | null {
  const label = normaliseLabel(text)
  return label.length < 2 || label.length > longest ? null : lookUp(label)
}

/** The longest label that starts at a place of a text normalised character by character. */
export function labelStartingAt(
  normalised: readonly string[],
  from: number,
): { length: number; meaning: LabelMeaning } | null {
  let text = ''
  let best: { length: number; meaning: LabelMeaning } | null = null
  for (let at = from; at < normalised.length && text.length <= longest; at++) {
    const glyph = normalised[at] ?? ''
    text += glyph
    if (glyph === '' || text.length < 2) continue
    // A latin label ends where its word ends: "to" does not begin "total".
    if (/[a-z]/.test(glyph) && /[a-z]/.test(normalised[at + 1] ?? '')) continue
    const meaning = lookUp(text)
    if (meaning) best = { length: at - from + 1, meaning }
  }
  return best
}

/** The longest label that ends just before a place. */
export function labelEndingBefore(
  normalised: readonly string[],
  end: number,
): { start: number; meaning: LabelMeaning } | null {
  let text = ''
  let best: { start: number; meaning: LabelMeaning } | null = null
  for (let at = end - 1; at >= 0 && text.length <= longest; at--) {
    const glyph = normalised[at] ?? ''
    text = glyph + text
    if (glyph === '' || text.length < 2) continue
    if (/[a-z]/.test(glyph) && /[a-z]/.test(normalised[at - 1] ?? '')) continue
    const meaning = lookUp(text)
    if (meaning) best = { start: at, meaning }
  }
  return best
}

function buildMaskedTable(): Map<string, LabelMeaning | null> {
  const known = new Map(fixedTable)
  for (const prefix of ['付款', '收款', '汇款', '对方', '商户']) {
    for (const kind of ['', '人', '方', '单位', '户']) {
      for (const noun of attributeOfNoun.keys()) {
        const label = prefix + kind + noun
        const meaning = known.get(label) ?? compose(label)
        if (meaning) known.set(label, meaning)
      }
    }
  }
  const masked = new Map<string, LabelMeaning | null>()
  for (const [label, meaning] of known) {
    if (label.length < 4 || /[a-z]/.test(label)) continue
    for (let i = 0; i < label.length; i++) {
      const key = `${label.slice(0, i)}?${label.slice(i + 1)}`
      const other = masked.get(key)
      if (other === undefined) masked.set(key, meaning)
      else if (other !== null && !sameMeaning(other, meaning)) masked.set(key, null)
    }
  }
  return masked
}

function sameMeaning(a: LabelMeaning, b: LabelMeaning): boolean {
  return a.attribute === b.attribute && a.party === b.party
}

const maskedTable = buildMaskedTable()

/** A label of four characters and more in which one was misread; null when it could be labels of different meaning. */
export function almostLabel(text: string): LabelMeaning | null {
  const label = normaliseLabel(text)
  if (label.length < 4 || label.length > longest || /[0-9a-z]/.test(label)) return null
  let found: LabelMeaning | null = null
  for (let i = 0; i < label.length; i++) {
    const meaning = maskedTable.get(`${label.slice(0, i)}?${label.slice(i + 1)}`)
    if (meaning === undefined) continue
    if (meaning === null || (found && !sameMeaning(found, meaning))) return null
    found = meaning
  }
  return found
}
