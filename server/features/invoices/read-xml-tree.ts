import { SaxesParser } from 'saxes'
import { InvoiceUnreadable } from './invoice-reading.ts'

/** An element, its namespace prefix taken off: writers disagree about prefixes, not about names. */
export type XmlNode = {
  readonly name: string
  /** Its own text, without that of its children, trimmed. */
  text: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlNode[]
}

/** An invoice of a hundred lines has some 2,000 elements, ten deep; these bound time and memory, not invoices. */
const mostElements = 50_000
/** An invoice's XML is some KB, with seals and a thousand lines 1 MB. */
export const mostXmlBytes = 5 * 1024 * 1024
/** A file of its own may be padded, signed or indented. */
const mostBytes = 10 * 1024 * 1024
const mostDepth = 40

/**
 * Reads XML into a tree. A document type is refused wherever it stands: with it come entities that read files or grow
 * without end. Only the five entities of XML itself and character numbers are resolved. Throws InvoiceUnreadable.
 */
export function readXmlTree(bytes: Uint8Array): XmlNode {
  if (bytes.length > mostBytes) throw new InvoiceUnreadable('tooLarge')
  const root: XmlNode = { name: '', text: '', attributes: {}, children: [] }
  const open: XmlNode[] = [root]
  let elements = 0
  const parser = new SaxesParser({})
  parser.on('doctype', () => {
    throw new InvoiceUnreadable('dtdRefused')
  })
  parser.on('error', () => {
    throw new InvoiceUnreadable('damaged')
  })
  parser.on('opentag', (tag) => {
    elements += 1
    if (elements > mostElements || open.length > mostDepth) throw new InvoiceUnreadable('tooComplex')
    const name = tag.name.slice(tag.name.indexOf(':') + 1)
    const node: XmlNode = { name, text: '', attributes: tag.attributes, children: [] }
    open.at(-1)?.children.push(node)
    open.push(node)
  })
  const addText = (text: string) => {
    const node = open.at(-1)
    if (node) node.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed) closed.text = closed.text.trim()
  })
  const text = decode(bytes)
  // The parser holds a document type back until it is complete; it has not to be read to be refused.
  if (/<!DOCTYPE/i.test(text)) throw new InvoiceUnreadable('dtdRefused')
  parser.write(text).close()
  const top = root.children[0]
  if (!top) throw new InvoiceUnreadable('damaged')
  return top
}

/** Every element, from the node itself on, that holds a child of this name. */
export function findParentsOf(node: XmlNode, name: string): XmlNode[] {
  if (node.children.some((child) => child.name === name)) return [node]
  return node.children.flatMap((child) => findParentsOf(child, name))
}

/** The first element of this name, the node itself included, in document order. */
export function findNode(node: XmlNode, name: string): XmlNode | null {
  if (node.name === name) return node
  for (const child of node.children) {
    const found = findNode(child, name)
    if (found) return found
  }
  return null
}

/** The text of the first element of this name that has any; null when none has. */
export function findText(node: XmlNode | null, name: string): string | null {
  if (!node) return null
  if (node.name === name && node.text !== '') return node.text
  for (const child of node.children) {
    const found = findText(child, name)
    if (found !== null) return found
  }
  return null
}

/** UTF-8 with or without a mark, UTF-16 with one, or the GB encoding that the declaration names. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const head = String.fromCharCode(...bytes.subarray(0, 200))
  const declared = /encoding\s*=\s*["']([\w-]+)["']/i.exec(head)?.[1]?.toLowerCase()
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : declared === 'gbk' || declared === 'gb2312' || declared === 'gb18030'
          ? 'gb18030'
          : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).trimStart()
  } catch {
    throw new InvoiceUnreadable('damaged')
  }
}
