import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { AppError } from '../core/app-error.ts'
import type { Deps } from '../deps.ts'
import { exportLearners } from '../features/learners/export-learners.ts'
import { giveFirstPasswordsTo } from '../features/learners/give-first-passwords.ts'
import { exportLearnersSchema, firstPasswordsSchema } from '../features/learners/learners.schema.ts'
import { readBody } from './read-body.ts'
import { defineRoute } from './route.ts'

/** A thousand ticked people weigh 40 kB. */
const maxQuestionBytes = 256 * 1024

/** The learners that a filter finds, as a workbook. */
export const learnersExport = defineRoute({
  method: 'POST',
  path: '/api/learners/export',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const input = exportLearnersSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportLearners(deps, actor, input))
  },
})

/** One-time passwords for a selection, as a workbook that is kept nowhere. */
export const learnersFirstPasswords = defineRoute({
  method: 'POST',
  path: '/api/learners/first-passwords',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const input = firstPasswordsSchema.parse(await readQuestion(c))
    const workbook = await giveFirstPasswordsTo(deps, actor, input, `${originOf(deps, c)}/log-in`)
    return sendWorkbook(c, workbook, {
      'x-given-count': String(workbook.given),
      'x-skipped-count': String(workbook.skipped),
    })
  },
})

/** What a page asks for by POST, so that it stands in no address. Throws `inputInvalid`. */
export async function readQuestion(c: Context): Promise<unknown> {
  const bytes = await readBody(c, maxQuestionBytes)
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new AppError('inputInvalid', {}, { cause })
  }
}

/** Where people reach us: what the settings say, else the host that was asked. */
function originOf(deps: Deps, c: Context): string {
  const url = new URL(c.req.url)
  return deps.settings.publicUrl ?? `${url.protocol}//${c.req.header('host') ?? url.host}`
}

/** Answers with a workbook of ours, kept by nobody on the way. */
export function sendWorkbook(
  c: Context,
  { fileName, body }: { fileName: string; body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> },
  headers: Record<string, string> = {},
): Response {
  return c.body(Readable.toWeb(Readable.from(body)) as ReadableStream, 200, {
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  })
}
