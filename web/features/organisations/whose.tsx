import { type JSX, Show } from 'solid-js'
import { useMe } from '../accounts/session.ts'

/** A plan's name, and under it whose order it is when that is not the organisation one acts for. */
export function PlanOf(props: { planName: string; organisationName: string }): JSX.Element {
  const me = useMe()
  const own = () => (me.isSuccess ? me.data?.organisation?.name : undefined)
  return (
    <>
      {props.planName}
      <Show when={own() !== undefined && own() !== props.organisationName}>
        <br />
        {props.organisationName}
      </Show>
    </>
  )
}
