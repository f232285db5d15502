import { type KnownOrganisation, type MatchIndex, mostNamesakes, pairsOf, type Slip } from './match-index.rules.ts'
import {
  accountAgreement,
  accountDigits,
  brandOf,
  isGroup,
  isPersonName,
  rememberedKey,
  weighedSimilarity,
  wholeKey,
} from './match-names.rules.ts'
import type { OrderFacts, ReasonCode } from './matching.schema.ts'

/** How far somebody who paid is somebody who would pay this order. */
export type NameHit = {
  readonly code: ReasonCode
  /** 0 speaks for nothing, 1 is the organisation itself (facts.md: overlap, containment .85, confirmed alias .9). */
  readonly quality: number
  readonly found: string
  readonly expected: string | null
  /** The organisation itself, a confirmed alias or an exact account: what settling by itself asks for. */
  readonly known: boolean
}

/** Who paid, compared once for all of their lines. */
export type Payer = {
  readonly name: string
  readonly account: string
  readonly key: string
  readonly whole: string
  readonly isPerson: boolean
  readonly brand: string | null
  readonly isGroup: boolean
  /** The organisations that have this very name. */
  readonly selves: readonly KnownOrganisation[]
  readonly byAliasName: ReadonlySet<string>
  /** Organisation to agreement of the account, see `accountAgreement`. */
  readonly byAccount: ReadonlyMap<string, { agreement: number; account: string }>
}

/** Names of organisations that a remark holds whole, the longest first. */
export type Named = readonly KnownOrganisation[]

/** Values seen to work (facts.md, scoring), ordered so that what is surer wins by more than a tie's width. */
export const nameQualities = {
  nameEqual: 1,
  aliasAccount: 0.97,
  nameInRemark: 0.95,
  aliasName: 0.93,
  nameAbove: 0.9,
  nameBelow: 0.85,
  nameContained: 0.8,
  personOnOrder: 0.75,
  nameSameKey: 0.7,
  nameSameBrand: 0.6,
} as const

/** Under this, two names are of two organisations. */
const leastSimilar = 0.72
/** A 字号 that more organisations have does not tell which of them is meant. */
const mostOfBrand = 3
const mostSimilar = 8
/** Pairs that stand in more names than these are not looked up. */
const mostHaving = 3000

/** Everything about a payer that does not depend on an order. Call it once for a name and account. */
export function readPayer(index: MatchIndex, name: string, account: string): Payer {
  const key = rememberedKey(name)
  const whole = wholeKey(name)
  const digits = accountDigits(account)
  const byAccount = new Map<string, { agreement: number; account: string }>()
  for (const known of digits.length >= 4 ? (index.byAccountEnd.get(digits.slice(-4)) ?? []) : []) {
    const agreement = accountAgreement(digits, known.account)
    if (agreement !== null && agreement > (byAccount.get(known.of.id)?.agreement ?? 0)) {
      byAccount.set(known.of.id, { agreement, account: known.account })
    }
  }
  return {
    name: name.trim(),
    account: digits,
    key,
    whole,
    isPerson: isPersonName(name),
    brand: brandOf(name),
    isGroup: isGroup(name),
    selves: key === '' ? [] : (index.byKey.get(key) ?? []),
    byAliasName: new Set((key === '' ? [] : (index.byAliasName.get(key) ?? [])).map(({ id }) => id)),
    byAccount,
  }
}

/** The organisations that a remark names in full: `代南京恒瑞工程质量检测有限公司付培训费`. */
export function readNamed(index: MatchIndex, remark: string): Named {
  const text = rememberedKey(remark)
  const named: KnownOrganisation[] = []
  let from = 0
  while (from + 4 <= text.length) {
    const length = index.keyStarts.has(text.slice(from, from + 4))
      ? index.keyLengths.find(
          (length) => from + length <= text.length && index.byKey.has(text.slice(from, from + length)),
        )
      : undefined
    if (length === undefined) {
      from++
      continue
    }
    const namesakes = index.byKey.get(text.slice(from, from + length)) ?? []
    if (namesakes.length <= mostNamesakes) named.push(...namesakes)
    from += length
  }
  return [...new Set(named)]
}

/** Who paid against the organisation of an order: the best that can be said, `nameOther` when there is nothing. */
export function comparePayer(
  index: MatchIndex,
  payer: Payer,
  named: Named,
  organisation: KnownOrganisation,
  order: OrderFacts | null,
): NameHit {
  const say = (code: keyof typeof nameQualities, quality: number = nameQualities[code], known = false): NameHit => ({
    code,
    quality,
    found: payer.name,
    expected: organisation.name,
    known,
  })
  if (payer.whole !== '' && payer.whole === organisation.whole) return say('nameEqual', 1, true)
  const account = payer.byAccount.get(organisation.id)
  if (account && account.agreement === 1) {
    return { ...say('aliasAccount', nameQualities.aliasAccount, true), found: payer.account, expected: account.account }
  }
  if (payer.byAliasName.has(organisation.id)) return say('aliasName', nameQualities.aliasName, true)
  if (named.includes(organisation)) return say('nameInRemark')
  if (payer.selves.some((self) => organisation.aboveIds.has(self.id))) return say('nameAbove')
  if (payer.selves.some((self) => self.aboveIds.has(organisation.id))) return say('nameBelow')
  if (payer.key !== '' && payer.key === organisation.key) return say('nameSameKey')
  if (account) {
    return {
      ...say('aliasAccount', account.agreement * nameQualities.aliasAccount),
      found: payer.account,
      expected: account.account,
    }
  }
  if (payer.isPerson && order?.peopleNames?.some((name) => rememberedKey(name) === payer.key)) {
    return { ...say('personOnOrder'), expected: payer.name }
  }
  if (payer.key === '') return { code: 'nameNone', quality: 0, found: '', expected: organisation.name, known: false }
  if (!payer.isPerson) {
    if (holds(payer.key, organisation.key)) return say('nameContained')
    const likeness = weighedSimilarity(index.weigh(payer.key), index.weigh(organisation.key))
    if (likeness >= leastSimilar && !hasOtherWord(payer.key, organisation.key))
      return { ...say('nameContained', likeness * 0.85), code: 'nameSimilar' }
    if (payer.brand !== null && payer.brand === organisation.brand) {
      const tells = payer.isGroup && (index.byBrand.get(payer.brand)?.length ?? 0) <= mostOfBrand
      return say('nameSameBrand', tells ? nameQualities.nameSameBrand : 0.3)
    }
  }
  return { code: 'nameOther', quality: 0, found: payer.name, expected: organisation.name, known: false }
}

/** One key stands whole inside the other: a branch, or a name that the bank cut off. */
function holds(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 6 && (a.includes(b) || b.includes(a))
}

/**
 * Whether a word of one name stands where the other has another word: 建筑材料检测 and 建筑结构检测 are two companies. What is
 * only left out (省, 第一分公司) or one wrong character is not.
 */
function hasOtherWord(a: string, b: string): boolean {
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [shorter, longer] = [Math.min(a.length, b.length) - start - end, Math.max(a.length, b.length) - start - end]
  return shorter >= 1 && longer >= 2
}

/** Who paid against what a slip says of its payer; null when the slip says nothing or something else. */
export function compareSlipPayer(payer: Payer, slip: Slip): NameHit | null {
  const { payerName, payerAccount } = slip.facts
  const account = payer.account && payerAccount ? accountAgreement(payer.account, payerAccount) : null
  if (account !== null && account >= 0.85) {
    return { code: 'slipAccount', quality: account, found: payer.account, expected: payerAccount, known: account === 1 }
  }
  if (payer.key !== '' && payerName && rememberedKey(payerName) === payer.key) {
    // The same name with another account is the same company, or a person's namesake.
    const quality = payer.isPerson && payerAccount && payer.account && account === null ? 0.6 : 0.97
    return { code: 'slipName', quality, found: payer.name, expected: payerName, known: quality > 0.9 }
  }
  return null
}

/** Organisations whose names are near the payer's, by what their names have of their own; at most eight. */
export function findSimilar(index: MatchIndex, payer: Payer): KnownOrganisation[] {
  if (payer.key.length < 4 || payer.isPerson) return []
  const rarest = [...new Set(pairsOf(payer.key))]
    .map((pair) => ({ pair, having: index.byPair.get(pair)?.length ?? 0 }))
    .filter(({ having }) => having > 0 && having <= mostHaving)
    .toSorted((a, b) => a.having - b.having || (a.pair < b.pair ? -1 : 1))
    .slice(0, 5)
  const counts = new Map<KnownOrganisation, number>()
  for (const { pair } of rarest) {
    for (const organisation of index.byPair.get(pair) ?? []) {
      counts.set(organisation, (counts.get(organisation) ?? 0) + 1)
    }
  }
  const near = [...counts]
    .filter(([, count]) => count >= Math.min(2, rarest.length))
    .toSorted(([a, many], [b, more]) => more - many || (a.id < b.id ? -1 : 1))
    .slice(0, mostSimilar * 2)
    .map(([organisation]) => organisation)
  const branded = payer.brand !== null && payer.isGroup ? (index.byBrand.get(payer.brand) ?? []) : []
  const found = branded.length <= mostOfBrand ? [...new Set([...near, ...branded])] : near
  return found
    .map((organisation) => ({ organisation, hit: comparePayer(index, payer, [], organisation, null) }))
    .filter(({ hit }) => hit.quality >= 0.5)
    .toSorted((a, b) => b.hit.quality - a.hit.quality || (a.organisation.id < b.organisation.id ? -1 : 1))
    .slice(0, mostSimilar)
    .map(({ organisation }) => organisation)
}

/** By what slips are found that name this payer: the name, and the end of the account. */
export function payerKeys({ key, account }: Payer): string[] {
  return [...(key === '' ? [] : [key]), ...(account.length >= 4 ? [account.slice(-4)] : [])]
}
