/// <reference lib="webworker" />
import { keepSharedFiles } from './offline/shared-files.ts'

/**
 * Our own service worker: keeps the app's shell, so that it opens without a network, and takes slips that other apps
 * share. Data is never kept here: /trpc, /api, /xapi and files always go to the network.
 */
declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[]
}

const shell = self.__WB_MANIFEST
/** Changes whenever any file of the shell does. */
const shellCache = `shell-${hash(JSON.stringify(shell))}`
/** Files with a hash in their name that were asked for later: pages of the desk, the other language. */
const assetCache = 'assets'
const keptAssets = 200

function hash(text: string): string {
  let value = 0
  for (let i = 0; i < text.length; i++) value = (Math.imul(value, 31) + text.charCodeAt(i)) | 0
  return (value >>> 0).toString(36)
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shellCache)
      await Promise.all(
        shell.map(async ({ url, revision }) => {
          // A hashed name may come from the browser's cache, anything else must be fresh.
          const response = await fetch(url, { cache: revision === null ? 'default' : 'reload' })
          if (!response.ok) throw new Error(`shell: ${response.status} ${url}`)
          await cache.put(url, response)
        }),
      )
    })(),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== shellCache && name !== assetCache) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (request.method === 'POST' && url.pathname === '/share-slip') {
    event.respondWith(takeShared(request))
    return
  }
  if (request.method !== 'GET') return
  if (/^\/(trpc|api|xapi|files|health|metrics)(\/|$)/.test(url.pathname)) return
  // Not of the app (web/check.tsx), and of no use without a network.
  if (/^\/(c\/|check$)/.test(url.pathname)) return
  if (request.mode === 'navigate') event.respondWith(openPage(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(openAsset(request))
  else event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)))
})

async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData()
  await keepSharedFiles(form.getAll('files').filter((part) => part instanceof File))
  return Response.redirect('/outbox', 303)
}

/** Every page is the same shell; a new one arrives with the next service worker. */
async function openPage(request: Request): Promise<Response> {
  const cache = await caches.open(shellCache)
  return (await cache.match('index.html')) ?? (await cache.match('/index.html')) ?? fetch(request)
}

async function openAsset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) {
    const cache = await caches.open(assetCache)
    await cache.put(request, response.clone())
    const keys = await cache.keys()
    for (const old of keys.slice(0, Math.max(0, keys.length - keptAssets))) await cache.delete(old)
  }
  return response
}
