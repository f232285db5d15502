import { type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/contact.zh-CN.ts'
import { OwnShell } from './own-shell.tsx'

const MyLearner = lazy(() => import('../study/my-learner.tsx'))

/** 个人资料: how one can be reached, and for a learner what the centre knows about them. */
export default function ProfilePage(): JSX.Element {
  return <OwnShell title={t('profileTitle')}>{(me) => <Profile me={me()} />}</OwnShell>
}

function Profile(props: { me: Me }): JSX.Element {
  return (
    <>
      <Show
        when={props.me.learner}
        fallback={
          <Section title={props.me.name}>
            <Contact me={props.me} />
          </Section>
        }
      >
        <Suspense fallback={<SkeletonCards count={2} />}>
          <MyLearner contact={<Contact me={props.me} />} />
        </Suspense>
      </Show>
      <Quiet>{t('contactText')}</Quiet>
    </>
  )
}

function Contact(props: { me: Me }): JSX.Element {
  return (
    <Card label={t('contact')}>
      <CardLine label={t('mobile')} value={props.me.profile?.mobile || t('notSet')} href="/me/mobile" />
      <CardLine label={t('email')} value={props.me.profile?.email || t('notSet')} href="/me/email" />
    </Card>
  )
}
