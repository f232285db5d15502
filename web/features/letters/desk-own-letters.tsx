import type { JSX } from 'solid-js'
import { createFilters } from '../shell/filters.ts'
import { createLetterList, DeskLetters, letterFilters } from './desk-letters.tsx'

/** 确认书下载 on an organisation's desk. */
export default function DeskOwnLetters(): JSX.Element {
  const filters = createFilters('/letters', letterFilters)
  return <DeskLetters filters={filters} letters={createLetterList(filters, 'all')} staff={false} />
}
