import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { type Journal, openJournal } from '../../server/sandbox-parts/journal.ts'

export type Request = (url: string, init: RequestInit) => Promise<Response>

/** What a sandbox's control says, asked with its token. Throws Error with what it said when it refuses. */
export async function askControl<Answer>(
  request: Request,
  url: string,
  token: string,
  method: 'GET' | 'POST',
  what: string,
  body?: object,
): Promise<Answer> {
  const response = await request(`${url}/control/${what}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`the sandbox's control said ${response.status}: ${await response.text()}`)
  return (await response.json()) as Answer
}

/** `app.request` knows no patience: the caller's signal ends the wait, as a socket would. */
export function inProcess({ app }: { readonly app: Hono }): Request {
  return (url, init) =>
    new Promise((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      Promise.resolve(app.request(url, init)).then(resolve, reject)
    })
}

/** With fsync in a folder, for a sandbox that is started on it again; in memory without one. */
export async function journalIn<Event>(folder: string | null, replay: (event: Event) => void): Promise<Journal<Event>> {
  if (folder === null) return { append: () => {}, settled: () => Promise.resolve(), close: () => Promise.resolve() }
  mkdirSync(folder, { recursive: true })
  return openJournal(path.join(folder, 'journal.jsonl'), replay, (error) => {
    throw error
  })
}

export async function listen({ app }: { readonly app: Hono }): Promise<{ url: string; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      }),
    )
  })
}

export const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
