import type { JSX } from 'solid-js'
import { LinkPage } from './link-page.tsx'

/** 激活: the link that was mailed when the registration was approved. */
export default function ActivatePage(): JSX.Element {
  return <LinkPage purpose="activation" />
}
