import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import type {
  Platform,
  PlatformWithSecret,
} from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Facts, Headline, Line, Note, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { Filters } from '../shell/filters.ts'
import { EditPlatform, NewSecret } from './desk-platform-form.tsx'
import { TryPlatform } from './desk-platform-trial.tsx'
import type { PlatformFilter } from './desk-platforms-page.tsx'

type Asking = 'edit' | 'renew' | null

/** One platform: where it sends and with which key, what it is, and how to try it out. */
export function DeskPlatform(props: {
  platform: Platform
  endpoint: string
  filters: Filters<PlatformFilter>
  onClose: () => void
}): JSX.Element {
  const now = createNow()
  const [asking, setAsking] = createSignal<Asking>(null)
  const [made, setMade] = createSignal<PlatformWithSecret | null>(null)
  createEffect(
    on(
      createMemo(() => props.platform.id),
      () => {
        setAsking(null)
        setMade(null)
      },
      { defer: true },
    ),
  )
  const update = api.learningPlatforms.update.use({
    onSuccess: ({ enabled }) => void showToast({ text: t(enabled ? 'enabled' : 'disabled') }),
    stale: [api.learningPlatforms.list.key()],
  })
  const setEnabled = (enabled: boolean) => {
    const { id, version, name, homePage, durationMeaning } = props.platform
    update.mutate({ id, version, name, homePage, durationMeaning, enabled })
  }
  const foot = () => (
    <VerdictBar before={update.error ? <ErrorNote error={update.error} /> : undefined}>
      <Button size="verdict" onClick={() => setAsking('edit')}>
        {t('edit')}
      </Button>
      <Button size="verdict" onClick={() => setAsking('renew')}>
        {t('renew')}
      </Button>
      <Button
        kind={props.platform.enabled ? 'danger' : 'secondary'}
        size="verdict"
        busy={update.isPending}
        onClick={() => setEnabled(!props.platform.enabled)}
      >
        {t(props.platform.enabled ? 'disable' : 'enable')}
      </Button>
    </VerdictBar>
  )
  return (
    <Pane label={props.platform.name} foot={asking() === null && made() === null ? foot() : undefined}>
      <PanePart>
        <Stack gap={4}>
          <Stack gap={2}>
            <Line apart>
              <StateMark tone={props.platform.enabled ? 'settled' : 'rejected'}>
                {t(props.platform.enabled ? 'stateOn' : 'stateOff')}
              </StateMark>
              <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
            </Line>
            <Headline>{props.platform.name}</Headline>
          </Stack>
          <Switch>
            <Match when={made()}>
              {(one) => (
                <NewSecret
                  made={one()}
                  onDone={() => {
                    setMade(null)
                    setAsking(null)
                  }}
                />
              )}
            </Match>
            <Match when={asking() === 'edit'}>
              <EditPlatform platform={props.platform} onClose={() => setAsking(null)} />
            </Match>
            <Match when={asking() === 'renew'}>
              <Renew platform={props.platform} onMade={setMade} onClose={() => setAsking(null)} />
            </Match>
          </Switch>
          <div>
            <CopyRow label={t('endpoint')} copy={props.endpoint} lead>
              {props.endpoint}
            </CopyRow>
            <CopyRow label={t('key')} copy={props.platform.accessKey}>
              {props.platform.accessKey}
            </CopyRow>
          </div>
          <Facts
            beside
            facts={[
              { label: t('homePage'), value: props.platform.homePage },
              { label: t('meaning'), value: t(props.platform.durationMeaning) },
              {
                label: t('seenAt'),
                value: props.platform.lastSeenAt ? formatDateTime(props.platform.lastSeenAt, now()) : t('never'),
              },
              { label: t('createdAt'), value: formatDateTime(props.platform.createdAt, now()) },
            ]}
          />
          <Line>
            <ButtonLink size="dense" href={`/desk/platforms?tab=log&platform=${props.platform.id}`}>
              {t('toLog')}
            </ButtonLink>
            <ButtonLink size="dense" href={`/desk/platforms?tab=courses&platform=${props.platform.id}`}>
              {t('toCourses')}
            </ButtonLink>
          </Line>
          <Show when={props.platform.enabled}>
            <TryPlatform platform={props.platform} endpoint={props.endpoint} secret={made()?.secret ?? null} />
          </Show>
        </Stack>
      </PanePart>
    </Pane>
  )
}

function Renew(props: {
  platform: Platform
  onMade: (made: PlatformWithSecret) => void
  onClose: () => void
}): JSX.Element {
  const renew = api.learningPlatforms.renewSecret.use({
    onSuccess: (made) => props.onMade(made),
    stale: [api.learningPlatforms.list.key()],
  })
  return (
    <Stack gap={3}>
      <Note tone="waiting">{t('renewText')}</Note>
      <ErrorNote error={renew.error} />
      <Line>
        <Button
          kind="danger"
          busy={renew.isPending}
          onClick={() => renew.mutate({ id: props.platform.id, version: props.platform.version })}
        >
          {t(renew.isPending ? 'renewing' : 'renewSend')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Stack>
  )
}
