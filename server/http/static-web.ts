import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Context } from 'hono'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * The built PWA. Files under /assets carry a hash in their name and are kept for ever; the page, the service worker and
 * the manifest are asked for again each time. Any other path without an extension is a page of the app, but for the one
 * on which strangers check a certificate (web/check.tsx). Files are served
 * brotli- or gzip-packed where the build left a packed copy beside them.
 */
export async function serveWeb(folder: string, c: Context): Promise<Response | null> {
  const asked = decodeURIComponent(new URL(c.req.url).pathname)
  const file = path.join(folder, path.normalize(asked))
  if (!file.startsWith(folder + path.sep) && file !== folder) return null
  const extension = path.extname(file)
  if (/^\/(c\/[^/]+|check)$/.test(asked)) {
    // Whether a certificate is valid is asked by whoever has the paper, and by no search engine.
    c.header('x-robots-tag', 'noindex, nofollow, noarchive')
    return send(path.join(folder, 'check.html'), c, false)
  }
  if (extension === '') return send(path.join(folder, 'index.html'), c, false)
  return send(file, c, asked.startsWith('/assets/'))
}

async function send(file: string, c: Context, forEver: boolean): Promise<Response | null> {
  const type = types[path.extname(file)]
  if (!type) return null
  const accepts = c.req.header('accept-encoding') ?? ''
  for (const [coding, suffix] of [
    ['br', '.br'],
    ['gzip', '.gz'],
    ['', ''],
  ] as const) {
    if (coding && !accepts.includes(coding)) continue
    const packed = file + suffix
    const found = await stat(packed).catch(() => null)
    if (!found?.isFile()) continue
    return c.body(new Uint8Array(await readFile(packed)), 200, {
      'content-type': type,
      'cache-control': forEver ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(coding ? { 'content-encoding': coding } : {}),
    })
  }
  return null
}
