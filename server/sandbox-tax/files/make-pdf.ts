import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { encode } from 'uqr'
import type { TaxInvoice } from '../tax-state.ts'
import { faceOf, notice, qrTextOf } from './face.ts'

/** After so many documents what the compiler remembers of earlier ones is dropped, else memory grows with each. */
const cacheAge = 10

let ready: Promise<{ compiler: NodeCompiler; template: string }> | undefined

/** Loaded with the first invoice: most days nobody asks the sandbox for one. */
async function load() {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const fonts = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'))
  const compiler = NodeCompiler.create({
    fontArgs: [{ fontPaths: [path.join(fonts, '400Regular'), path.join(fonts, '700Bold')] }],
  })
  return { compiler, template: readFileSync(new URL('./invoice.typ', import.meta.url), 'utf8') }
}

/** The invoice as it is printed. Takes some 20 ms, in which the service answers nothing else. */
export async function makePdf(invoice: TaxInvoice): Promise<Uint8Array> {
  return typeset(invoice, (compiler, source) => new Uint8Array(compiler.pdf(source)))
}

/** The same as a picture, for browsers that show no PDF inside a page. */
export async function makePicture(invoice: TaxInvoice): Promise<string> {
  return typeset(invoice, (compiler, source) => compiler.svg(source))
}

type Source = { mainFileContent: string; inputs: Record<string, string> }

async function typeset<Made>(
  invoice: TaxInvoice,
  make: (compiler: NodeCompiler, source: Source) => Made,
): Promise<Made> {
  ready ??= load()
  const { compiler, template } = await ready
  const data = JSON.stringify({ ...faceOf(invoice), notice, qr: drawQr(qrTextOf(invoice)) })
  const made = make(compiler, { mainFileContent: template, inputs: { data } })
  compiler.evictCache(cacheAge)
  return made
}

/** The dark modules as rectangles: x, y, width in modules. */
function drawQr(text: string): { size: number; runs: [number, number, number][] } {
  const { data, size } = encode(text, { ecc: 'M', border: 1 })
  const runs = data.flatMap((row, y) =>
    Array.from(
      row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
      (run): [number, number, number] => [run.index, y, run[0].length],
    ),
  )
  return { size, runs }
}
