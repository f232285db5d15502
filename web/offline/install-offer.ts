import { createSignal } from 'solid-js'

/** Chrome's own question, kept until somebody wants to be asked. Not in the standard DOM types. */
export interface InstallOffer extends Event {
  prompt(): Promise<void>
}

const [installOffer, putOffer] = createSignal<InstallOffer | null>(null)

export { installOffer }

/** The browser asks once, soon after the first visit; whoever wants to be asked later needs that very event. */
export function keepInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    putOffer(event as InstallOffer)
  })
  addEventListener('appinstalled', () => putOffer(null))
}
