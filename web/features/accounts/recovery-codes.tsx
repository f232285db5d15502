import { For, type JSX } from 'solid-js'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { Line } from '../../components/layout.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'

/** Fresh recovery codes, shown this once. */
export function RecoveryCodes(props: { codes: readonly string[] }): JSX.Element {
  return (
    <>
      <p>{t('recoverySaveLead')}</p>
      <Card padded label={t('recoveryTitle')}>
        <Line gap={4}>
          <For each={props.codes}>{(code) => <strong>{code}</strong>}</For>
        </Line>
      </Card>
      <CopyButton text={props.codes.join('\n')} wide>
        {t('recoveryCopy')}
      </CopyButton>
    </>
  )
}
