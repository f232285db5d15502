import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { AppError } from '../core/app-error.ts'
import type { Deps } from '../deps.ts'
import { loadSession } from '../features/accounts/load-session.ts'
import { registrationLifeSeconds } from '../features/registrations/applicant-token.ts'
import type { RequestContext } from '../trpc/init.ts'

/** `__Host-`: only over TLS (or on localhost), only for this host, for the whole site, not for subdomains. */
export const sessionCookie = '__Host-xueshi'
export const deviceCookie = '__Host-xueshi-device'
export const registrationCookie = '__Host-xueshi-registration'

/** As long as a session may last; the server ends it earlier when it is not used. */
const sessionCookieSeconds = 30 * 24 * 3600
const deviceCookieSeconds = 365 * 24 * 3600

/** Every change carries this header, which a form on another site cannot set. */
export const requestHeader = 'x-xueshi'

export function clientIp(deps: Deps, c: Context): string {
  if (deps.settings.trustProxy) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (forwarded) return forwarded
  }
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    // app.request() in tests has no socket.
    return 'unknown'
  }
}

/** Where the browser reaches us, without a trailing slash. For links that only lead it back: the Host header is anybody's. */
export function publicOrigin(deps: Deps, c: Context): string {
  if (deps.settings.publicUrl !== null) return deps.settings.publicUrl
  const { protocol, host } = new URL(c.req.url)
  return `${protocol}//${c.req.header('host') ?? host}`
}

/**
 * Refuses changes that another site's page could have sent: the Origin must be ours and our header must be there.
 * Throws `originRefused`.
 */
export function checkOrigin(deps: Deps, c: Context): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  const origin = c.req.header('origin')
  const ours = publicOrigin(deps, c)
  if (c.req.header(requestHeader) !== '1') throw new AppError('originRefused')
  // Behind a TLS proxy our own scheme is http: hosts decide where no PUBLIC_URL is set.
  if (origin === undefined || origin === ours) return
  if (deps.settings.publicUrl === null && URL.canParse(origin) && new URL(origin).host === new URL(ours).host) return
  throw new AppError('originRefused')
}

export async function requestContext(deps: Deps, c: Context): Promise<RequestContext> {
  const ip = clientIp(deps, c)
  const token = getCookie(c, sessionCookie)
  return {
    deps,
    ip,
    userAgent: (c.req.header('user-agent') ?? '').slice(0, 200),
    deviceToken: getCookie(c, deviceCookie) ?? null,
    registrationToken: getCookie(c, registrationCookie) ?? null,
    signedIn: token ? await loadSession(deps, token, ip) : null,
    setSessionCookie(value) {
      setOwnCookie(c, sessionCookie, value ?? '', value === null ? 0 : sessionCookieSeconds)
    },
    setDeviceCookie(value) {
      setOwnCookie(c, deviceCookie, value, deviceCookieSeconds)
    },
    setRegistrationCookie(value) {
      setOwnCookie(c, registrationCookie, value, registrationLifeSeconds)
    },
  }
}

function setOwnCookie(c: Context, name: string, value: string, maxAge: number): void {
  setCookie(c, name, value, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge })
}
