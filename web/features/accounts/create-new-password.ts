import { createSignal } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { normaliseMobile } from '../../../server/core/ids.ts'
import type { ChangePasswordInput } from '../../../server/features/accounts/accounts.schema.ts'
import { judgePassword, passwordMinLength } from '../../../server/features/accounts/password.rules.ts'
import { t } from '../../texts/accounts.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { isMailAddress } from './mail-address.ts'

type Weakness = 'tooShort' | 'tooLong' | 'common' | 'containsName' | 'sameAsOld'
type Contact = 'mobile' | 'email'

/**
 * A new password while it is typed, judged by the server's own rules, and the contact details that are missing with it.
 * `refused` is what the server answered last, `forget` takes that answer back.
 */
export function createNewPassword(of: {
  /** What the password must not hold; `typed` is the contact typed beside it. */
  names: (typed: Readonly<Record<Contact, string>>) => readonly string[]
  missing: () => readonly Contact[]
  /** Whether an e-mail may be given that is not asked for: forgotten passwords are reset by it. */
  optionalEmail?: () => boolean
  refused: () => unknown
  forget: () => void
}) {
  const [next, setNext] = createSignal('')
  const [mobile, setMobile] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [asked, setAsked] = createSignal(false)

  const tooWeak = () => {
    const error = of.refused()
    return error instanceof AppError && error.code === 'passwordTooWeak' ? (error.details.reason as Weakness) : null
  }
  const judged = () => judgePassword(next(), of.names({ mobile: mobile(), email: email() }))
  const weakness = (): Weakness | null => (next() === '' ? null : (judged() ?? tooWeak()))
  const problem = () => {
    if (next() === '') return asked() ? t('newPasswordMissing') : null
    const what = weakness()
    // While somebody is still typing, being short is no mistake yet.
    if (!what || (what === 'tooShort' && !asked())) return null
    return what === 'tooShort' ? t('tooShort', { min: passwordMinLength, length: [...next()].length }) : t(what)
  }
  const optionalEmail = () => of.optionalEmail?.() === true && !of.missing().includes('email')
  const asks = (field: Contact) =>
    of.missing().includes(field) || (field === 'email' && optionalEmail() && email().trim() !== '')
  const wrong = (field: Contact, isRight: boolean) =>
    asks(field) && ((asked() && !isRight) || errorField(of.refused()) === `profile.${field}`)
  const mobileProblem = () => (wrong('mobile', normaliseMobile(mobile()) !== null) ? t('mobileWrong') : null)
  const emailProblem = () => (wrong('email', isMailAddress(email())) ? t('emailWrong') : null)

  return {
    next,
    setNext: (text: string) => {
      setNext(text)
      if (tooWeak()) of.forget()
    },
    mobile,
    setMobile,
    email,
    setEmail,
    asked,
    missing: of.missing,
    optionalEmail,
    hint: () => t(next() !== '' && !weakness() ? 'goodPassword' : 'newPasswordHint'),
    problem,
    mobileProblem,
    emailProblem,
    /** Says what is wrong from now on; whether it may be sent. */
    check: (): boolean => {
      setAsked(true)
      return next() !== '' && judged() === null && mobileProblem() === null && emailProblem() === null
    },
    /** The contact to send with it, undefined where there is none. */
    profile: (): ChangePasswordInput['profile'] =>
      asks('mobile') || asks('email')
        ? {
            ...(asks('mobile') ? { mobile: mobile() } : {}),
            ...(asks('email') ? { email: email().trim() } : {}),
          }
        : undefined,
    /** Whether the server's refusal already stands under one of the fields. */
    saysIt: () => tooWeak() !== null || Boolean(errorField(of.refused())?.startsWith('profile.')),
  }
}

export type NewPassword = ReturnType<typeof createNewPassword>
