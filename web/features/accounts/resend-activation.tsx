import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'

/** Mails the activation link once more, to somebody who has not taken the account into use; for reviewers. */
export function ResendActivation(props: { accountId: string; size?: 'normal' | 'verdict' | undefined }): JSX.Element {
  const resend = api.accounts.resendActivation.use({
    onSuccess: ({ mailedTo }) => void showToast({ text: t('activationSent', { to: mailedTo }) }),
    onError: (error) => void showToast({ text: errorSentence(error) }),
    stale: [],
  })
  return (
    <Button
      size={props.size ?? 'normal'}
      busy={resend.isPending}
      onClick={() => resend.mutate({ accountId: props.accountId })}
    >
      {t('resendActivation')}
    </Button>
  )
}
