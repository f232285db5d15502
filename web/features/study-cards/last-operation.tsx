import { type JSX, Show } from 'solid-js'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Line, Note } from '../../components/layout.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import type { CardOperation } from './create-operation.ts'

/** What was sent before and is still being done: to look at it, or to begin another. */
export function LastOperation(props: { operation: CardOperation; operations: string }): JSX.Element {
  return (
    <Show when={props.operation.running()}>
      {(last) => (
        <Note tone="waiting">
          <p>{t('lastRunning', { count: last().people })}</p>
          <Line>
            <ButtonLink href={`${props.operations}/${last().id}`}>{t('toProgress')}</ButtonLink>
            <Button kind="quiet" onClick={() => props.operation.startAnother()}>
              {t('another')}
            </Button>
          </Line>
        </Note>
      )}
    </Show>
  )
}
