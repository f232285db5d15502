import { Navigate } from '@solidjs/router'
import type { JSX } from 'solid-js'

/** The desk opens on what is due. */
export default function DeskHome(): JSX.Element {
  return <Navigate href="/desk/today" />
}
