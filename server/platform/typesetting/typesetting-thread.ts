import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { coveredCharacters, missingCharacters } from './covered-characters.ts'
import { drawCodes } from './qr-runs.ts'

export type TypesettingJob = {
  readonly id: number
  readonly template: string
  /** JSON, one for each part of the document. */
  readonly parts: readonly string[]
  /** Whether the pages of parts are numbered through. */
  readonly numbered: boolean
  /** With the structure that screen readers follow: sixteen times the size where there are thousands of cells. */
  readonly tagged: boolean
}
export type TypesettingAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly error: string }

// The regular and the bold face, and behind them the characters that they lack (fonts/README.md).
const require = createRequire(import.meta.url)
const noto = path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
const rare = path.join(import.meta.dirname, 'fonts')
const compiler = NodeCompiler.create({
  // What templates import by a path, `/page.typ`, is found here, and nothing above it.
  workspace: import.meta.dirname,
  fontArgs: [{ fontPaths: [path.join(noto, '400Regular'), path.join(noto, '700Bold'), rare] }],
})
const binding = readFileSync(path.join(import.meta.dirname, 'bind.typ'), 'utf8')
const covered = [
  path.join(noto, '400Regular', 'NotoSansSC_400Regular.ttf'),
  path.join(rare, 'XueshiRareHan-Regular.ttf'),
].map((file) => coveredCharacters(readFileSync(file)))

parentPort?.on('message', (job: TypesettingJob) => {
  const { id } = job
  try {
    const pdf = job.parts.length === 1 ? setPart(job, 0) : bind(job)
    const bytes = new Uint8Array(pdf)
    parentPort?.postMessage({ id, pdf: bytes } satisfies TypesettingAnswer, [bytes.buffer])
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    parentPort?.postMessage({ id, error: message.slice(0, 2000) } satisfies TypesettingAnswer)
  } finally {
    compiler.resetShadow()
    compiler.evictCache(0)
  }
})

function setPart({ template, parts, tagged }: TypesettingJob, index: number): Buffer {
  const data = drawCodes(parts[index] ?? '', parts.length > 1)
  // Data goes in as an input and is read by the template as JSON: what people typed is never source.
  const inputs = {
    data,
    missing: missingCharacters(data, covered).join(''),
    part: String(index + 1),
    of: String(parts.length),
  }
  return compiler.pdf({ mainFileContent: template, inputs }, { pdfTags: tagged && parts.length === 1 })
}

/**
 * Sets the parts one by one and puts their pages behind each other. What the compiler holds of a part is let go of before
 * the next: of one document of 2,000 forms it would be a gigabyte.
 */
function bind(job: TypesettingJob): Buffer {
  const pages = job.parts.map((_, index) => {
    const pdf = setPart(job, index)
    compiler.evictCache(0)
    compiler.mapShadow(path.join(import.meta.dirname, `part-${index}.pdf`), pdf)
    return pagesOf(pdf)
  })
  const inputs = { parts: JSON.stringify(pages), numbered: job.numbered ? 'yes' : 'no', data: 'null' }
  return compiler.pdf({ mainFileContent: binding, inputs }, { pdfTags: false })
}

/** The count that a PDF's tree of pages begins with: Typst writes it plainly. */
function pagesOf(pdf: Buffer): number {
  const count = /\/Type \/Pages\b[^>]*?\/Count (\d+)|\/Count (\d+)[^>]*?\/Type \/Pages\b/.exec(pdf.toString('latin1'))
  const pages = Number(count?.[1] ?? count?.[2])
  if (!Number.isInteger(pages)) throw new Error('a part has no count of pages')
  return pages
}
