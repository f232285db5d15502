import { useLocation, useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { CertificateCheck } from './certificate-check.tsx'

/** 证书查验 from inside the app; strangers get the same as a page of its own (web/check.tsx). */
export default function CheckPage(): JSX.Element {
  const params = useParams<{ code?: string }>()
  const location = useLocation<{ from?: string }>()
  return <CertificateCheck code={params.code ?? null} back={location.state?.from} />
}
