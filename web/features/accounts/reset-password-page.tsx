import type { JSX } from 'solid-js'
import { LinkPage } from './link-page.tsx'

/** 重设密码: the link that was mailed to who forgot theirs. */
export default function ResetPasswordPage(): JSX.Element {
  return <LinkPage purpose="passwordReset" />
}
