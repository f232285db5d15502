import { showToast } from '../components/toast.tsx'
import { t } from '../texts/shared.zh-CN.ts'

/** How often an open page asks whether a new version is there, in milliseconds. */
const askEveryMs = 30 * 60_000

function offerUpdate(worker: ServiceWorker): void {
  showToast({
    text: t('updateReady'),
    durationMs: 0,
    action: { label: t('update'), run: () => worker.postMessage('take-over') },
  })
}

/** Registers the service worker after the page is there. Everything works without one; then nothing happens here. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const register = async () => {
    try {
      const hadWorker = navigator.serviceWorker.controller !== null
      const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
      if (registration.waiting && hadWorker) offerUpdate(registration.waiting)
      registration.addEventListener('updatefound', () => {
        const coming = registration.installing
        coming?.addEventListener('statechange', () => {
          if (coming.state === 'installed' && navigator.serviceWorker.controller) offerUpdate(coming)
        })
      })
      let reloading = false
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        if (!hadWorker || reloading) return
        reloading = true
        location.reload()
      })
      setInterval(() => void registration.update().catch(() => {}), askEveryMs)
    } catch {
      // Refused by the browser: the product works without.
    }
  }
  if (document.readyState === 'complete') void register()
  else addEventListener('load', () => void register(), { once: true })
}
