import './styles/tokens.css'
import './styles/base.css'
import { render } from 'solid-js/web'
import { App } from './app.tsx'
import { startAppearance } from './appearance.ts'
import { keepInstallOffer } from './offline/install-offer.ts'
import { startOutbox } from './offline/outbox.ts'
import { startServiceWorker } from './offline/service-worker-client.ts'
import { language, textsReady } from './texts/texts.ts'

const root = document.getElementById('app')
if (root) {
  startAppearance()
  document.documentElement.lang = language()
  await textsReady()
  root.replaceChildren()
  render(() => <App />, root)
  startOutbox()
  keepInstallOffer()
  startServiceWorker()
}
