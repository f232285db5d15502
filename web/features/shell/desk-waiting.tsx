import { For, type JSX, Show } from 'solid-js'
import type { Fen } from '../../../server/core/money.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/desk-today.zh-CN.ts'

/** As many as one page of a list holds: beyond it the count says 100+. */
export const mostCounted = 100

/** One of what waits: its state and since when, whose it is, how much, what stands out. */
export interface WaitingRow {
  readonly id: string
  readonly href: string
  readonly tone: StateTone
  readonly state: string
  readonly since: string
  readonly name: string
  readonly amountFen: Fen | null
  readonly note: JSX.Element
}

/** What waits of one kind, on the page of today: how much, the first few by name, and the way to all of it. */
export function Waiting(props: {
  title: string
  count: number
  note?: string | undefined
  urgent?: boolean | undefined
  href: string
  action: string
  rows: readonly WaitingRow[]
}): JSX.Element {
  const heading = () => {
    const count = props.count >= mostCounted ? t('atLeast', { count: mostCounted }) : String(props.count)
    if (props.count === 0) return props.title
    const title = `${props.title} ${count}`
    return props.note ? t('withNote', { title, note: props.note }) : title
  }
  return (
    <Section
      title={heading()}
      aside={
        <ButtonLink size="dense" kind={props.urgent ? 'primary' : 'secondary'} href={props.href}>
          {props.action}
        </ButtonLink>
      }
    >
      <Show when={props.count > 0} fallback={<Quiet>{t('none')}</Quiet>}>
        <Show when={props.rows.length > 0}>
          <Card label={props.title}>
            <For each={props.rows}>
              {(row) => (
                <CardEntry
                  href={row.href}
                  state={
                    <Chop tone={row.tone} since={row.since}>
                      {row.state}
                    </Chop>
                  }
                  main={row.name}
                  amount={row.amountFen === null ? undefined : <Money amount={row.amountFen} />}
                  note={row.note}
                />
              )}
            </For>
          </Card>
        </Show>
      </Show>
    </Section>
  )
}
