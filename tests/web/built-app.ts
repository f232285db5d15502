import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** As server/http/static-web.ts has it. */
const pageOf = (pathname: string) => (/^\/(c\/|check$)/.test(pathname) ? 'check.html' : 'index.html')

export interface BuiltApp {
  readonly folder: string
  readonly address: string
  /** Answers what is not a file of the app; false leaves it a 404. */
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean
  /** Breaks every connection, as a tunnel does. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The app as it is built for people, with its component pages, behind a plain server whose API a test writes itself. */
export async function buildApp(): Promise<BuiltApp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-web-'))
  const root = path.resolve(import.meta.dirname, '../..')
  // Vitest says `test` here, and Vite would believe it.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  process.env.VITE_COMPONENT_PAGE = '1'
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder } })
  delete process.env.VITE_COMPONENT_PAGE
  process.env.NODE_ENV = NODE_ENV

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (app.answer(request, response, Buffer.concat(chunks))) return
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const extension = path.extname(pathname)
    const file = path.join(folder, extension === '' ? pageOf(pathname) : path.normalize(pathname))
    const bytes = await readFile(file).catch(() => null)
    const type = types[path.extname(file)]
    if (!bytes || !type || request.method !== 'GET') response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(bytes)
  }
  const server: Server = createServer(
    (request, response) => void handle(request, response).catch(() => response.destroy()),
  )
  let port = 0
  const start = () =>
    new Promise<void>((resolve) =>
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        if (typeof address === 'object' && address) port = address.port
        resolve()
      }),
    )
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await start()
  const app: BuiltApp = {
    folder,
    address: `http://localhost:${port}`,
    answer: () => false,
    start,
    stop,
    close: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return app
}
