import { type JSX, Show, Suspense } from 'solid-js'
import { isWide } from '../../components/wide.ts'

/**
 * A page of an organisation's admin that is a phone page below 1024 px and a desk page from there on. Give the desk
 * side as a `lazy` component, so that phones do not load tables.
 */
export function ByWidth(props: { phone: JSX.Element; desk: JSX.Element }): JSX.Element {
  return (
    <Show when={isWide()} fallback={props.phone}>
      <Suspense>{props.desk}</Suspense>
    </Show>
  )
}
