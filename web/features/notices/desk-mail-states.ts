import type { NoticeState } from '../../../server/features/notices/notices.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'

export const mailTones: Readonly<Record<NoticeState, StateTone>> = {
  queued: 'waiting',
  retrying: 'waiting',
  sent: 'settled',
  failed: 'rejected',
}

const words = {
  queued: 'stateQueued',
  retrying: 'stateRetrying',
  sent: 'stateSent',
  failed: 'stateFailed',
} as const satisfies Record<NoticeState, string>

export function mailStateWord(state: NoticeState): string {
  return t(words[state])
}

/** Our own reasons as sentences; a mail server's words as they are, said to be its own. */
export function mailErrorText(error: string): string {
  if (error === 'addressInvalid') return t('errorAddress')
  if (error === 'addressBounced') return t('errorBounced')
  if (error === 'attachmentMissing') return t('errorAttachment')
  if (error === 'senderMissing') return t('errorSender')
  return t('errorServer', { words: error })
}
