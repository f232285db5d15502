import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CheckRow, VerdictMark } from '../../components/check-row.tsx'
import { Line } from '../../components/layout.tsx'
import { licenceField } from '../../texts/registration-checks.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { sameText } from './licence-fields.ts'

/** Under a field: that it is as on the licence, else what it is for. */
export function LicenceHint(props: {
  field: 'name' | 'address'
  read: string | null
  typed: string
  children: string
}): JSX.Element {
  return (
    <Show when={props.read !== null && sameText(props.read, props.typed)} fallback={props.children}>
      <Line gap={1}>
        <VerdictMark verdict="pass" />
        {t('agreesWithLicence', { field: licenceField(props.field) })}
      </Line>
    </Show>
  )
}

/** A difference shows both values with the characters that differ, and takes the licence's with one tap. */
export function LicenceDifference(props: {
  field: 'name' | 'address'
  read: string | null
  typed: string
  onTake: (read: string) => void
}): JSX.Element {
  const title = () => t('differsFromLicence', { field: licenceField(props.field) })
  const different = () =>
    props.read !== null && props.typed.trim() !== '' && !sameText(props.read, props.typed) ? props.read : null
  return (
    <Show when={different()}>
      {(read) => (
        <Card label={title()}>
          <CheckRow
            verdict="warn"
            title={title()}
            values={[
              { label: t('onLicence'), text: read(), against: props.typed },
              { label: t('typed'), text: props.typed, against: read() },
            ]}
            actions={
              <Button onClick={() => props.onTake(read())}>
                {t('takeFromLicence', { field: licenceField(props.field) })}
              </Button>
            }
          />
        </Card>
      )}
    </Show>
  )
}
