import { useParams } from '@solidjs/router'
import { type JSX, lazy } from 'solid-js'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { TreePhone } from './tree-phone.tsx'

const DeskTree = lazy(async () => {
  const module = await import('./desk-tree.tsx')
  await textsReady()
  return module
})

/** 组织机构: unit by unit on a phone, the whole tree with one unit beside it on a desk. */
export default function TreePage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return <ByWidth phone={<TreePhone id={params.id ?? null} />} desk={<DeskTree />} />
}
