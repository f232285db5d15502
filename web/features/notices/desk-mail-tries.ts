import type { TryOutcome } from '../../../server/features/notices/notices.schema.ts'
import type { TimelineStep } from '../../components/timeline.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'

const states: Readonly<Record<TryOutcome, TimelineStep['state']>> = {
  sending: 'now',
  sent: 'done',
  refused: 'failed',
  unavailable: 'failed',
  interrupted: 'failed',
  resent: 'done',
  givenUp: 'failed',
  returned: 'failed',
}

/** One try to send a mail, in words, with what the server said. */
export function tryStep(
  one: { readonly at: string; readonly outcome: TryOutcome; readonly detail: string },
  now: Date,
): TimelineStep {
  const words = {
    sending: t('trySending'),
    sent: t('trySent'),
    refused: t('tryRefused'),
    unavailable: t('tryUnavailable'),
    interrupted: t('tryInterrupted'),
    resent: t('tryResent', { name: one.detail }),
    givenUp: t('tryGivenUp'),
    returned: t('tryReturned'),
  } as const satisfies Record<TryOutcome, string>
  return {
    state: states[one.outcome],
    title: words[one.outcome],
    at: formatDateTime(one.at, now),
    note: one.outcome === 'resent' || one.detail === '' ? undefined : one.detail,
  }
}
