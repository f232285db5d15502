import type { JSX } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { Line, Note, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/desk-accounts.zh-CN.ts'

/** A password that only this page knows, until it is said to be passed on. */
export function OneTimePassword(props: { name: string; password: string; onDone: () => void }): JSX.Element {
  return (
    <Card padded label={t('oneTimeTitle')}>
      <Stack gap={3}>
        <CopyRow label={t('oneTimeTitle')} copy={props.password} lead>
          {props.password}
        </CopyRow>
        <Note>{t('oneTimeText', { name: props.name })}</Note>
        <Line>
          <Button onClick={() => props.onDone()}>{t('oneTimeDone')}</Button>
        </Line>
      </Stack>
    </Card>
  )
}
