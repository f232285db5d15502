import type { JSX } from 'solid-js'
import { DeskLearners } from './desk-learners.tsx'

/** 学员 of the whole centre, for staff. */
export default function DeskLearnersPage(): JSX.Element {
  return <DeskLearners base="/desk/learners" importHref="/desk/imports" wholeCentre />
}
