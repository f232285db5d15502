import { type JSX, Match, Switch } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Quiet, Section, Stack } from '../../components/layout.tsx'
import { installOffer } from '../../offline/install-offer.ts'
import { t } from '../../texts/me.zh-CN.ts'

const agent = navigator.userAgent
const installed = () =>
  matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true)

/** How to put the product on the home screen, in the way that this browser knows. Nothing where it is there already. */
export function InstallHint(): JSX.Element {
  const weChat = /MicroMessenger/.test(agent)
  const ios = /iPhone|iPad/.test(agent)
  return (
    <Switch>
      <Match when={installed()}>{null}</Match>
      <Match when={installOffer()}>
        {(event) => (
          <Hint>
            <Button wide onClick={() => void event().prompt()}>
              {t('installButton')}
            </Button>
          </Hint>
        )}
      </Match>
      <Match when={weChat}>
        <Hint>
          <span>{t('installWeChat')}</span>
        </Hint>
      </Match>
      <Match when={ios}>
        <Hint>
          <span>{t('installIos')}</span>
        </Hint>
      </Match>
    </Switch>
  )
}

function Hint(props: { children: JSX.Element }): JSX.Element {
  return (
    <Section title={t('install')}>
      <Card padded>
        <Stack gap={2}>
          <Quiet>{t('installText')}</Quiet>
          {props.children}
        </Stack>
      </Card>
    </Section>
  )
}
