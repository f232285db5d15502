import { openZip, unpackWhole, type ZipArchive, type ZipEntry } from '../../platform/zip-archive.ts'
import { InvoiceUnreadable } from './invoice-reading.ts'
import type { PageText, TextItem } from './page-text.ts'
import { mostXmlBytes, readXmlTree, type XmlNode } from './read-xml-tree.ts'

/** A part whose list of text objects is read for the page and for what the tags point at. */
export type OfdPage = {
  /** Of the page, as tags name it; null for a template. */
  readonly id: string | null
  readonly objects: readonly { readonly id: string | null; readonly text: string }[]
  readonly page: PageText
}

/** An invoice has one page, a long one ten. */
const mostPages = 60

/**
 * Lists what an OFD holds and refuses what no invoice file is, before anything is unpacked. An OFD of one invoice has some
 * 30 entries and unpacks to a few hundred KB, with pictures and seals to a few MB; XML packs to a tenth, rarely to a
 * fiftieth. Throws InvoiceUnreadable; so does unpacking.
 */
export function openOfd(bytes: Uint8Array): ZipArchive {
  return openZip(bytes, {
    mostEntries: 500,
    mostUnpackedBytes: 64 * 1024 * 1024,
    mostRatio: 200,
    ratioCountsFromBytes: 256 * 1024,
    mostWholeBytes: mostXmlBytes,
    errorOf: (problem, cause) => new InvoiceUnreadable(problem === 'damaged' ? 'damaged' : 'archiveRefused', { cause }),
  })
}

/** A part as XML; null where there is none of this name, or one too large to be read. Throws InvoiceUnreadable. */
export function partOf(archive: ZipArchive, name: string): XmlNode | null {
  const entry = archive.byName.get(name.toLowerCase().replace(/^\//, ''))
  return entry && entry.sizeBytes <= mostXmlBytes ? readXmlTree(unpackWhole(archive, entry)) : null
}

/** The parts whose name fits, those too large left out. */
export function partsLike(archive: ZipArchive, name: RegExp): ZipEntry[] {
  return archive.entries.filter((entry) => entry.sizeBytes <= mostXmlBytes && name.test(entry.name))
}

/**
 * The pages with their texts, each laid over its templates: labels stand in the template, values on the page. Writers
 * name their parts as they like, so pages are found through `Document.xml`, and by their usual names where it is missing.
 */
export function pagesOf(archive: ZipArchive): OfdPage[] {
  const [documentPart] = partsLike(archive, /(?:^|\/)Document\.xml$/i)
  const folder = documentPart ? documentPart.name.replace(/[^/]*$/, '') : ''
  const document = documentPart ? partOf(archive, documentPart.name) : null
  const at = (location: string) => (location.startsWith('/') ? location.slice(1) : `${folder}${location}`)
  const templates = new Map<string, PageText>()
  const pages: { id: string | null; name: string }[] = []
  for (const node of document ? everyNode(document) : []) {
    const location = node.attributes['BaseLoc']
    if (!location) continue
    if (node.name === 'TemplatePage') {
      const content = partOf(archive, at(location))
      if (content) templates.set(node.attributes['ID'] ?? '', textsOf(content).page)
    } else if (node.name === 'Page') pages.push({ id: node.attributes['ID'] ?? null, name: at(location) })
  }
  if (pages.length === 0)
    for (const entry of partsLike(archive, /(?:^|\/)Pages\/[^/]+\/Content\.xml$/i))
      pages.push({ id: null, name: entry.name })
  return pages.slice(0, mostPages).flatMap(({ id, name }) => {
    const content = partOf(archive, name)
    if (!content) return []
    const { objects, page, templateIds } = textsOf(content)
    const under = templateIds.flatMap((templateId) => templates.get(templateId)?.items ?? [])
    const first = templateIds.map((templateId) => templates.get(templateId)).find((template) => template !== undefined)
    const size = page.width > 0 ? page : { ...page, width: first?.width ?? 0, height: first?.height ?? 0 }
    return [{ id, objects, page: { ...size, items: [...page.items, ...under] } }]
  })
}

function* everyNode(node: XmlNode): Generator<XmlNode> {
  yield node
  for (const child of node.children) yield* everyNode(child)
}

function textsOf(content: XmlNode): { objects: OfdPage['objects']; page: PageText; templateIds: string[] } {
  const objects: { id: string | null; text: string }[] = []
  const items: TextItem[] = []
  const templateIds: string[] = []
  let [width, height] = [0, 0]
  for (const node of everyNode(content)) {
    if (node.name === 'Template') templateIds.push(node.attributes['TemplateID'] ?? '')
    if (node.name === 'PhysicalBox') [, , width = 0, height = 0] = numbersIn(node.text)
    if (node.name !== 'TextObject') continue
    const codes = node.children.filter((child) => child.name === 'TextCode')
    objects.push({ id: node.attributes['ID'] ?? null, text: codes.map((code) => code.text).join('') })
    items.push(...codes.flatMap((code) => itemOf(node, code)))
  }
  return { objects, page: { width, height, items }, templateIds }
}

/** Millimetres from the upper left; a matrix is taken for what it moves and stretches, turned text is rare and no value. */
function itemOf(object: XmlNode, code: XmlNode): TextItem[] {
  const [left = 0, top = 0] = numbersIn(object.attributes['Boundary'])
  const [a = 1, , , d = 1, e = 0, f = 0] = numbersIn(object.attributes['CTM'])
  const size = Number(object.attributes['Size'] ?? 0)
  const [x, y] = [Number(code.attributes['X'] ?? 0), Number(code.attributes['Y'] ?? 0)]
  const text = code.text
  if (text === '' || !(size > 0)) return []
  const glyphs = [...text]
  const steps = deltasOf(code.attributes['DeltaX'])
  // What glyphs are written one under another (乱码 of the cipher area, 备 over 注) come as items of their own.
  const down = deltasOf(code.attributes['DeltaY'])
  const items: TextItem[] = []
  let [start, startX, atX, atY] = [0, x, x, y]
  const height = Math.abs(size * d)
  const close = (end: number, endX: number) => {
    const part = glyphs.slice(start, end).join('')
    const width = Math.max((endX - startX) * a, height * 0.4)
    if (part.trim() !== '')
      items.push({ text: part, x: left + e + startX * a, y: top + f + atY * d - height * 0.88, width, height })
  }
  for (let index = 1; index <= glyphs.length; index++) {
    const wide = isWide(glyphs[index - 1] ?? '') ? size : size / 2
    if (index === glyphs.length) {
      close(index, atX + wide)
      break
    }
    const stepY = down[index - 1] ?? 0
    if (Math.abs(stepY) > size / 2) {
      close(index, atX + wide)
      atX += steps[index - 1] ?? 0
      atY += stepY
      start = index
      startX = atX
    } else atX += steps[index - 1] ?? wide
  }
  return items
}

/** `1.59 g 4 3.17 1.59`: `g` says that the next number of times the one after it follows (GB/T 33190, 11.3). */
function deltasOf(text: string | undefined): number[] {
  const words = (text ?? '').trim().split(/\s+/)
  const deltas: number[] = []
  for (let index = 0; index < words.length && deltas.length < 10_000; index++) {
    if (words[index] !== 'g') {
      const value = Number(words[index])
      if (words[index] !== '' && Number.isFinite(value)) deltas.push(value)
      continue
    }
    const [times, value] = [Number(words[index + 1]), Number(words[index + 2])]
    if (Number.isFinite(times) && Number.isFinite(value))
      for (let count = 0; count < Math.min(times, 10_000); count++) deltas.push(value)
    index += 2
  }
  return deltas
}

function numbersIn(text: string | undefined): number[] {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
  return words.map(Number).map((value) => (Number.isFinite(value) ? value : 0))
}

/** Takes a whole square: everything but Latin letters, digits and their marks. */
export function isWide(glyph: string): boolean {
  return (glyph.codePointAt(0) ?? 0) > 0x2e7f
}
