import { Navigate, useLocation } from '@solidjs/router'
import BadgeCheck from 'lucide-solid/icons/badge-check'
import BookOpen from 'lucide-solid/icons/book-open'
import CircleUserRound from 'lucide-solid/icons/circle-user-round'
import CloudOff from 'lucide-solid/icons/cloud-off'
import Timer from 'lucide-solid/icons/timer'
import { type Accessor, createEffect, type JSX, Show } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import type { Study } from '../../../server/features/study/study.schema.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { Line, Note } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { PhoneShell, type PhoneShellProps, type Place } from '../../components/phone-shell.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { forgetStudies } from '../../offline/kept-study.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { homeOf, useMe } from '../accounts/session.ts'
import { createStudy, type MyStudy } from './create-study.ts'

/** The four places of a learner. */
function learnerPlaces(here: string): Place[] {
  return [
    {
      label: t('hours'),
      href: '/learner',
      icon: (props) => <Timer {...props} />,
      current: ['/learner', '/learner/wallet', '/learner/history', '/learner/notices'].includes(here),
    },
    { label: t('courses'), href: '/learner/courses', icon: (props) => <BookOpen {...props} /> },
    { label: t('certificates'), href: '/learner/certificates', icon: (props) => <BadgeCheck {...props} /> },
    { label: t('me'), href: '/learner/me', icon: (props) => <CircleUserRound {...props} /> },
  ]
}

/** Where to send somebody who has no business on a learner's pages; null lets them in. Unknown (no network) lets in. */
function elsewhere(me: Me | null, here: string): string | null {
  if (!me) return `/log-in?return=${encodeURIComponent(here)}`
  return me.gate === 'open' && me.learner ? null : homeOf(me)
}

export interface LearnerShellProps extends Omit<PhoneShellProps, 'places' | 'children' | 'owner'> {
  children: JSX.Element
  /** Whose home it is; the account's name where it is not known yet. */
  owner?: string | undefined
}

/** A page of the learner's. Everybody else is sent where they belong; who is logged out leaves nothing behind. */
export function LearnerShell(props: LearnerShellProps): JSX.Element {
  const me = useMe()
  const location = useLocation()
  const target = () => (me.isSuccess ? elsewhere(me.data ?? null, location.pathname) : null)
  createEffect(() => {
    if (me.isSuccess && me.data === null) forgetStudies()
  })
  return (
    <Show when={target()} fallback={<PhoneShell {...props} places={learnerPlaces(location.pathname)} />}>
      {(href) => <Navigate href={href()} />}
    </Show>
  )
}

/** The learner's story with its faces: nothing yet, not to be had, there; and how old it is where it is not of now. */
export function WithStudy(props: { mine: MyStudy; children: (study: Accessor<Study>) => JSX.Element }): JSX.Element {
  return (
    <Show
      when={props.mine.study()}
      fallback={
        <Show when={props.mine.error()} fallback={<SkeletonCards count={3} />}>
          {(error) => (
            <ErrorState
              title={t('notOpened')}
              error={error()}
              onRetry={props.mine.retry}
              actions={
                <Show when={props.mine.freshness() === 'offline'}>
                  <Note>{t('noNetworkYet')}</Note>
                </Show>
              }
            />
          )}
        </Show>
      }
    >
      {(study) => (
        <>
          <Age mine={props.mine} at={study().at} />
          {props.children(study)}
        </>
      )}
    </Show>
  )
}

function Age(props: { mine: MyStudy; at: string }): JSX.Element {
  const now = createNow()
  return (
    <Show when={props.mine.freshness() !== 'fresh'}>
      <div role="status">
        <Note tone="waiting" icon={<CloudOff size={20} />}>
          <Line apart>
            <span>
              {t(props.mine.freshness() === 'offline' ? 'offline' : 'away', {
                when: formatDateTime(props.at, now()),
              })}
            </span>
            <Show when={props.mine.freshness() === 'away'}>
              <Button size="dense" kind="quiet" busy={props.mine.asking()} onClick={() => props.mine.retry()}>
                {t('again')}
              </Button>
            </Show>
          </Line>
        </Note>
      </div>
    </Show>
  )
}

/** A page that shows a part of the story. */
export function StudyPage(props: {
  title: string
  back?: string
  children: (study: Accessor<Study>, mine: MyStudy) => JSX.Element
}): JSX.Element {
  const mine = createStudy()
  return (
    <LearnerShell title={props.title} back={props.back}>
      <WithStudy mine={mine}>{(study) => props.children(study, mine)}</WithStudy>
    </LearnerShell>
  )
}
