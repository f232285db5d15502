import type { CertificateFilter as Filter } from '../../../server/features/certificates/certificates.schema.ts'

export type CertificateFilter = Filter

/** The filters of 证书管理 as they stand in the address. */
export const certificateFilterNames = ['show', 'plan', 'unit', 'q'] as const
export const deskCertificateFilterNames = ['show', 'plan', 'unit', 'from', 'to', 'q'] as const
export type CertificateFilterName = (typeof deskCertificateFilterNames)[number]

/** As the server has it (certificates.schema.ts), which a phone does not load for one number. */
export const mostInArchive = 5000

const id = (value: string | null) => (value && /^[0-9a-f-]{36}$/.test(value) ? value : undefined)
const day = (value: string | null) => (value && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined)

/** What the address asks for; what makes no sense in it is left out. */
export function filterOf(value: (name: CertificateFilterName) => string | null): CertificateFilter {
  const show = value('show')
  const all = {
    planId: id(value('plan')),
    organisationId: id(value('unit')),
    state: show === 'valid' || show === 'revoked' ? show : undefined,
    from: day(value('from')),
    to: day(value('to')),
    search: value('q') ?? undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined))
}

/** Where the ZIP of what a list shows comes from: its valid ones. */
export function packHref(of: 'own' | 'centre', { state: _, ...filter }: CertificateFilter): string {
  const query = new URLSearchParams({ of })
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value)
  return `/api/files/certificates.zip?${query}`
}
