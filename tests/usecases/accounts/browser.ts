import { createHmac } from 'node:crypto'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import type { StaffRole } from '../../../server/core/roles.ts'
import { createAccount } from '../../../server/features/accounts/create-account.ts'
import type { LogInNameKind } from '../../../server/features/accounts/log-in-names.rules.ts'
import { createOneTimePassword, hashPassword } from '../../../server/features/accounts/passwords.ts'
import { fromBase32, totpCode, totpStepAt } from '../../../server/features/accounts/totp.rules.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import type { RpcAnswer, World } from '../../support/world.ts'

export const goodPassword = 'tiger-lamp-47-river'

export type Browser = {
  mutate(procedure: string, input?: unknown): Promise<RpcAnswer>
  query(procedure: string, input?: unknown): Promise<RpcAnswer>
  logIn(name: string, password: string): Promise<RpcAnswer>
  /** The Set-Cookie lines of the last answer. */
  lastSetCookies(): string[]
  cookies: Map<string, string>
}

let address = 0

/** Keeps cookies as a browser does, and comes from an address of its own unless one is given. */
export function openBrowser(
  world: World,
  options: { ip?: string; userAgent?: string; cookies?: Map<string, string> } = {},
): Browser {
  address += 1
  const ip = options.ip ?? `10.${(address >> 8) & 255}.${address & 255}.7`
  const cookies = options.cookies ?? new Map<string, string>()
  let setCookies: string[] = []
  const send = async (method: 'GET' | 'POST', procedure: string, input: unknown): Promise<RpcAnswer> => {
    const search = method === 'GET' && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
    const headers = new Headers({
      'x-forwarded-for': ip,
      'user-agent': options.userAgent ?? 'test',
      'content-type': 'application/json',
    })
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await world.request(`/trpc/${procedure}${search}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: JSON.stringify(input ?? {}) } : {}),
    })
    setCookies = response.headers.getSetCookie()
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const body = (await response.json()) as {
      result?: { data: unknown }
      error?: { data: { app: { code: string; details: Record<string, unknown> } } }
      app?: { code: string; details: Record<string, unknown> }
    }
    const refusal = body.error?.data.app ?? body.app
    return {
      status: response.status,
      data: body.result?.data,
      code: refusal?.code ?? null,
      details: refusal?.details ?? {},
    }
  }
  return {
    cookies,
    mutate: (procedure, input) => send('POST', procedure, input),
    query: (procedure, input) => send('GET', procedure, input),
    logIn: (name, password) => send('POST', 'accounts.logIn', { name, password }),
    lastSetCookies: () => setCookies,
  }
}

let staffCounter = 0

/** An account made as the product makes them, with a password of choice unless `oneTime`. */
export async function makeUser(
  world: World,
  options: {
    name?: string
    names?: { kind: LogInNameKind; typed: string }[]
    staffRoles?: StaffRole[]
    organisationIds?: string[]
    oneTime?: boolean
    mobile?: string
    email?: string
  } = {},
): Promise<{ id: string; logInName: string; password: string }> {
  staffCounter += 1
  const names = options.names ?? [{ kind: 'staffName' as const, typed: `staff${staffCounter}` }]
  const password = options.oneTime ? createOneTimePassword() : goodPassword
  const passwordHash = await hashPassword(world.deps, password)
  const id = newId()
  await inTransaction(world.deps, (tx) =>
    createAccount(world.deps, tx, systemActor('test'), {
      id,
      name: options.name ?? `人员${staffCounter}`,
      mobile: options.mobile,
      email: options.email,
      staffRoles: options.staffRoles,
      passwordHash,
      mustChangePassword: options.oneTime ?? false,
      logInNames: names,
      organisationIds: options.organisationIds,
    }),
  )
  return { id, logInName: names[0]?.typed ?? '', password }
}

/** What an authenticator shows for this secret now, `drift` steps off. */
export function authenticatorCode(world: World, secret: string, drift = 0): string {
  const key = fromBase32(secret.replaceAll(' ', ''))
  const hmac = (k: Uint8Array, message: Uint8Array) => new Uint8Array(createHmac('sha1', k).update(message).digest())
  return totpCode(hmac, key, totpStepAt(world.clock.now()) + drift)
}

export async function auditOf(world: World, subjectId: string, action: string) {
  return world.deps.db.auditEntry.findMany({ where: { subjectId, action }, orderBy: { id: 'asc' } })
}
