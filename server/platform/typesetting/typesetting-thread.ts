import { createRequire } from 'node:module'
import path from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

export type TypesettingJob = { readonly id: number; readonly template: string; readonly data: string }
export type TypesettingAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly error: string }

/** After so many documents what the compiler remembers of earlier ones is dropped, else memory grows with each. */
const cacheAge = 10

// Noto Sans SC has the rare characters of names beyond the BMP's common part; the regular and the bold face.
const require = createRequire(import.meta.url)
const fonts = path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
const compiler = NodeCompiler.create({
  fontArgs: [{ fontPaths: [path.join(fonts, '400Regular'), path.join(fonts, '700Bold')] }],
})

parentPort?.on('message', ({ id, template, data }: TypesettingJob) => {
  try {
    // Data goes in as an input and is read by the template as JSON: what people typed is never source.
    const pdf = compiler.pdf({ mainFileContent: template, inputs: { data } })
    compiler.evictCache(cacheAge)
    const bytes = new Uint8Array(pdf)
    parentPort?.postMessage({ id, pdf: bytes } satisfies TypesettingAnswer, [bytes.buffer])
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    parentPort?.postMessage({ id, error: message.slice(0, 2000) } satisfies TypesettingAnswer)
  }
})
