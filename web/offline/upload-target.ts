import type { FilePurpose } from '../../server/features/registrations/registrations.schema.ts'

/** What a file that is being sent belongs to. */
export type UploadTarget = VoucherTarget | RegistrationTarget

export interface VoucherTarget {
  readonly kind: 'voucher'
  readonly id: string
  /** With it the server makes the voucher's draft when it is not there yet: a phone may have taken the photo offline. */
  readonly orderId: string | null
}

export interface RegistrationTarget {
  readonly kind: 'registration'
  readonly id: string
  /** 营业执照 or 资质证书. */
  readonly purpose: FilePurpose
}

/** Where its files are put, without the file's own id and what it asks for behind it. */
export function uploadAddress(target: UploadTarget, fileId: string): string {
  const [id, file] = [encodeURIComponent(target.id), encodeURIComponent(fileId)]
  if (target.kind === 'registration') {
    return `/api/uploads/registrations/${id}/files/${file}?purpose=${encodeURIComponent(target.purpose)}`
  }
  const order = target.orderId ? `?order=${encodeURIComponent(target.orderId)}` : ''
  return `/api/uploads/vouchers/${id}/files/${file}${order}`
}

/** What an earlier version of the app wrote to the device: files of vouchers only, with the voucher's id on the file. */
export interface TargetOfOldFile {
  readonly voucherId?: string
  readonly orderId?: string | null
}

/** The target of a file from the device's store, however old; null for one that says nothing of it. */
export function keptTarget(kept: { readonly target?: UploadTarget } & TargetOfOldFile): UploadTarget | null {
  if (kept.target) return kept.target
  return kept.voucherId ? { kind: 'voucher', id: kept.voucherId, orderId: kept.orderId ?? null } : null
}

/** Whether two files belong to the same thing: a registration's licence and its certificates do. */
export function sameTarget(a: UploadTarget, b: UploadTarget): boolean {
  return a.kind === b.kind && a.id === b.id
}
