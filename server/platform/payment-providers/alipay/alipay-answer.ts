import { parseJson } from '../ask-provider.ts'

/**
 * Alipay signs the characters of one member of its answer: `{"alipay_trade_query_response":{…},"sign":"…"}`. The SDK looks
 * for them with indexOf and gives back what JSON.parse made of the whole, so that a second member of the same name, after
 * the signature, would be believed unsigned. Here the very characters that are verified are the ones that are parsed.
 */

/** The members of a JSON object as they stand there. Null when it is none, or a name comes twice. */
export function rawMembers(text: string): Map<string, string> | null {
  const parsed = parseJson(text)
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return null
  const members = new Map<string, string>()
  let at = skipSpace(text, text.indexOf('{') + 1)
  while (text[at] !== '}') {
    const nameEnd = endOfValue(text, at)
    const name = parseJson(text.slice(at, nameEnd)) as string
    const from = skipSpace(text, skipSpace(text, nameEnd) + 1)
    const to = endOfValue(text, from)
    if (members.has(name)) return null
    members.set(name, text.slice(from, to))
    at = skipSpace(text, to)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return members
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '')) at++
  return at
}

/** Behind the value that begins at `from`, in what JSON.parse has found to be JSON. */
function endOfValue(text: string, from: number): number {
  let depth = 0
  let at = from
  while (at < text.length) {
    const character = text[at]
    if (character === '"') {
      at = endOfString(text, at)
      if (depth === 0) return at
      continue
    }
    if (character === '{' || character === '[') depth++
    if (character === '}' || character === ']') {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    }
    if (depth === 0 && (character === ',' || /\s/.test(character ?? ''))) return at
    at++
  }
  return at
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}
