import './styles/tokens.css'
import './styles/base.css'
import { render } from 'solid-js/web'
import { startAppearance } from './appearance.ts'
import { codeInPath } from './features/certificates/ask-check.ts'
import { CertificateCheck } from './features/certificates/certificate-check.tsx'
import { language, textsReady } from './texts/texts.ts'

/**
 * 证书查验 as a page of its own: whoever scans a certificate is a stranger with one bar of signal and no use for the app,
 * its router, its cache of queries and its service worker.
 */
const root = document.getElementById('app')
if (root) {
  startAppearance()
  document.documentElement.lang = language()
  await textsReady()
  root.replaceChildren()
  render(() => <CertificateCheck code={codeInPath(location.pathname)} />, root)
}
