import { For, type JSX, Show } from 'solid-js'
import { ButtonLink } from '../../components/button.tsx'
import { Line } from '../../components/layout.tsx'
import { t } from '../../texts/reports.zh-CN.ts'

/** Where in the tree a report stands: every unit above leads back up. */
export function DeskUnitPath(props: {
  above: readonly { readonly id: string; readonly name: string }[]
  /** Begins with the top of the centre. */
  whole: boolean
  href: (unit: string | null) => string
}): JSX.Element {
  const steps = () => [
    ...(props.whole ? [{ id: null, name: t('top') }] : []),
    ...props.above.map(({ id, name }, at) => ({ id: at === 0 && !props.whole ? null : id, name })),
  ]
  return (
    <Show when={steps().length > 1}>
      <nav aria-label={t('path')}>
        <Line gap={1}>
          <For each={steps()}>
            {(step, at) => (
              <>
                <Show when={at() > 0}>
                  <span aria-hidden="true">›</span>
                </Show>
                <Show when={at() < steps().length - 1} fallback={<strong aria-current="page">{step.name}</strong>}>
                  <ButtonLink size="dense" kind="quiet" href={props.href(step.id)}>
                    {step.name}
                  </ButtonLink>
                </Show>
              </>
            )}
          </For>
        </Line>
      </nav>
    </Show>
  )
}
