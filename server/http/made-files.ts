import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { z } from 'zod'
import { AppError } from '../core/app-error.ts'
import { idSchema } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import { readBody } from './read-body.ts'
import { defineRoute, type Route } from './route.ts'

/*
 * Files that are made when somebody asks for them: PDFs by GET, so that a link can lead to one; workbooks and archives by
 * POST, so that what was searched for stands in no address. Beyond the route's permission the use-case decides who may
 * have what, as for procedures.
 */

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>
type Permission = Exclude<Route['permission'], 'public'>
type Actor = Parameters<Route<Permission>['handle']>[2]

const types = {
  pdf: 'application/pdf',
  workbook: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  archive: 'application/zip',
} as const

/** Answers with a file of ours, kept by nobody on the way. */
export function sendMade(
  c: Context,
  type: keyof typeof types,
  { fileName, body }: { fileName: string; body: Bytes },
  headers: Record<string, string> = {},
): Response {
  return c.body(Readable.toWeb(Readable.from(body)) as ReadableStream, 200, {
    'content-type': types[type],
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  })
}

/** A PDF, set from its rows as often as it is asked for. */
export function pdfRoute(route: {
  path: string
  permission: Permission
  set: (deps: Deps, actor: Actor, c: Context) => Promise<{ pdf: Uint8Array; name: string }>
}): Route {
  return defineRoute({
    method: 'GET',
    path: route.path,
    permission: route.permission,
    async handle(deps, c, actor) {
      const { pdf, name } = await route.set(deps, actor, c)
      return sendMade(c, 'pdf', { fileName: name, body: [pdf] })
    },
  })
}

/** What a page asks for by POST, as a file: a workbook where nothing else is said. */
export function exportRoute<Schema extends z.ZodType>(route: {
  path: string
  permission: Permission
  type?: 'workbook' | 'archive'
  schema: Schema
  make: (deps: Deps, actor: Actor, input: z.output<Schema>) => Promise<{ fileName: string; body: Bytes }>
}): Route {
  return defineRoute({
    method: 'POST',
    path: route.path,
    permission: route.permission,
    async handle(deps, c, actor) {
      const made = await route.make(deps, actor, route.schema.parse(await readQuestion(c)))
      return sendMade(c, route.type ?? 'workbook', made)
    },
  })
}

/** The id in a route's path. Throws `inputInvalid`. */
export function idOf(c: Context): string {
  return idSchema.parse(c.req.param('id'))
}

/** A thousand ticked people weigh 40 kB. */
const maxQuestionBytes = 256 * 1024

/** What a page asks for by POST. Throws `inputInvalid`. */
export async function readQuestion(c: Context): Promise<unknown> {
  const bytes = await readBody(c, maxQuestionBytes)
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new AppError('inputInvalid', {}, { cause })
  }
}
