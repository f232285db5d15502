import { z } from 'zod'
import type { Transitions } from './transitions.ts'

/** What the worker has made of a photographed file, whatever it belongs to. */
export const fileStates = ['received', 'compressed', 'read', 'unreadable'] as const
export const fileStateSchema = z.enum(fileStates)
export type FileState = z.infer<typeof fileStateSchema>

/**
 *   received -> compressed -> read
 *        |           |
 *        '-----------'------> unreadable
 */
export const fileTransitions: Transitions<FileState> = {
  received: ['compressed', 'unreadable'],
  compressed: ['read', 'unreadable'],
  read: [],
  unreadable: [],
}

/** Whether the worker still has something to do with one of them. */
export function anyInWork(files: readonly { readonly state: FileState }[]): boolean {
  return files.some((file) => file.state === 'received' || file.state === 'compressed')
}
