import type { JSX } from 'solid-js'
import { DeskArchive } from './desk-archive.tsx'

/** 学习档案 of the whole centre, for staff. */
export default function DeskArchivePage(): JSX.Element {
  return <DeskArchive of="centre" />
}
