import { nameKey, nameSimilarity } from '../../core/names.ts'
import { cleanText } from '../imports/cell-text.rules.ts'

/** A department or subsidiary that rows of an import may name. */
export type Department = {
  readonly id: string
  /** By ids, as the organisations table has it. */
  readonly path: string
  readonly name: string
  /** Names from the import's own organisation down to it: `集团/研发部`. */
  readonly namePath: string
  readonly codes: readonly string[]
  /** Neither it nor one above it is disabled. */
  readonly open: boolean
}

export type FoundDepartment =
  | { readonly found: 'one'; readonly department: Department }
  | { readonly found: 'several'; readonly paths: readonly string[] }
  | { readonly found: 'none'; readonly nearest: string | null; readonly likely: boolean }

export type Departments = {
  readonly root: Department
  readonly all: readonly Department[]
  byId(id: string): Department | undefined
  /** By a name that is unique in the subtree, by the end of a path or a whole one, or by a code. */
  find(text: string): FoundDepartment
}

const separators = /\s*(?:[/\\>|→]|->|—>)\s*/

const keyOf = (name: string) => cleanText(name).replaceAll(' ', '').toUpperCase()

/**
 * The departments of a subtree as import files name them. `all` has the subtree's root first. A text is never guessed at:
 * what fits none is answered with the nearest name, what fits several with all their paths.
 */
export function createDepartments(all: readonly Department[]): Departments {
  const [root] = all
  if (!root) throw new Error('a subtree has a root')
  const ids = new Map(all.map((one) => [one.id, one]))
  const byEnding = new Map<string, Department[]>()
  const byKey = new Map<string, Department[]>()
  const byCode = new Map<string, Department>()
  for (const one of all) {
    const names = one.namePath.split('/').map(keyOf)
    for (let from = 0; from < names.length; from++) add(byEnding, names.slice(from).join('/'), one)
    add(byKey, nameKey(one.name), one)
    for (const code of one.codes) byCode.set(code.toUpperCase(), one)
  }
  const answers = new Map<string, FoundDepartment>()

  function search(text: string): FoundDepartment {
    const wanted = cleanText(text)
      .split(separators)
      .filter((part) => part !== '')
    const key = wanted.map(keyOf).join('/')
    const code = byCode.get(key)
    if (code) return { found: 'one', department: code }
    const endings = byEnding.get(key) ?? []
    const whole = endings.filter((one) => {
      const own = one.namePath.split('/').map(keyOf).join('/')
      return own === key || own === `${keyOf(root?.name ?? '')}/${key}`
    })
    for (const candidates of [endings, whole]) {
      const [only, another] = candidates
      if (only && !another) return { found: 'one', department: only }
    }
    // Only the legal form differs: 苏州检测有限公司 and 苏州检测.
    const alike = endings.length === 0 && wanted.length === 1 ? (byKey.get(nameKey(text)) ?? []) : endings
    const [only, another] = alike
    if (only && !another) return { found: 'one', department: only }
    if (only) return { found: 'several', paths: alike.map((one) => one.namePath) }
    return { found: 'none', ...nearestOf(wanted.at(-1) ?? text, all) }
  }

  return {
    root,
    all,
    byId: (id) => ids.get(id),
    find(text) {
      const known = answers.get(text)
      if (known) return known
      const answer = search(text)
      // A file names few departments many times; one that names a hundred thousand different ones is wrong in every row.
      if (answers.size < 10_000) answers.set(text, answer)
      return answer
    },
  }
}

function add(map: Map<string, Department[]>, key: string, one: Department): void {
  if (key === '') return
  const present = map.get(key)
  if (present) present.push(one)
  else map.set(key, [one])
}

/** Below this two names have hardly a pair of characters in common. */
const leastSimilarity = 0.2
/** From here on it is proposed as what was meant: one character of three is wrong. */
const likelySimilarity = 0.5
/** Comparing with more than this for each wrong row would take longer than reading the file. */
const mostCompared = 2000

function nearestOf(name: string, all: readonly Department[]): { nearest: string | null; likely: boolean } {
  let best: { path: string; score: number } | null = null
  for (const one of all.slice(0, mostCompared)) {
    const score = nameSimilarity(name, one.name)
    if (score >= leastSimilarity && (best === null || score > best.score)) best = { path: one.namePath, score }
  }
  return { nearest: best?.path ?? null, likely: best !== null && best.score >= likelySimilarity }
}
