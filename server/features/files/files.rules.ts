import { AppError } from '../../core/app-error.ts'
import { isPhotoKind, type PhotoKind, sniffFileKind } from '../../core/file-kind.ts'

/** What a photographed paper is, told by its bytes. Throws `fileTypeRefused`. */
export function photoKindOf(bytes: Uint8Array): PhotoKind {
  const kind = sniffFileKind(bytes)
  if (!isPhotoKind(kind)) throw new AppError('fileTypeRefused', { kind })
  return kind
}

/** What the file as received is called in a download; what we made of it is always JPEG. */
export const originalTypes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  pdf: 'application/pdf',
}
