import type { TrainingRow } from '../../../server/features/hours/hour-people.schema.ts'
import type { HourGroup } from '../../../server/features/hours/hour-review.schema.ts'

/** Which training of a plan: what its records have in common. */
export type TrainingKey = Pick<TrainingRow, 'kind' | 'title' | 'studiedOn'>

/** A training has no id of its own: what it is stands in the address in its place. */
export function trainingId({ kind, title, studiedOn }: TrainingKey): string {
  return encode([kind, studiedOn, title])
}

/** Null for what is none: the id of a record, for instance. */
export function readTrainingId(id: string): TrainingKey | null {
  const [kind, studiedOn, title] = decode(id) ?? []
  if ((kind !== 'compulsory' && kind !== 'elective') || !studiedOn || !title) return null
  return { kind, studiedOn, title }
}

/** What waits of a training has no id either. */
export function groupId(group: HourGroup): string {
  const { planId, organisationId, kind, studiedOn, title, importId, waitsFor } = group
  return encode([planId, organisationId, kind, studiedOn, importId ?? '', waitsFor, title])
}

export function readGroupId(id: string): HourGroup | null {
  const [planId, organisationId, kind, studiedOn, importId, waitsFor, title] = decode(id) ?? []
  if (!planId || !organisationId || !studiedOn || !title) return null
  if (kind !== 'compulsory' && kind !== 'elective') return null
  if (waitsFor !== 'staff' && waitsFor !== 'secondAdmin') return null
  return { planId, organisationId, kind, studiedOn, title, importId: importId || null, waitsFor }
}

function encode(parts: readonly string[]): string {
  const bytes = new TextEncoder().encode(parts.join(separator))
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function decode(id: string): string[] | null {
  try {
    const text = atob(id.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const parts = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split(separator)
    return parts.length > 1 ? parts : null
  } catch {
    return null
  }
}

const separator = '\u001f'
