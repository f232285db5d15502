import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { setTheme, type Theme, theme } from '../../appearance.ts'
import { Menu, type MenuItem } from '../../components/menu.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { language, setLanguage } from '../../texts/texts.ts'
import { createLogOut } from '../accounts/session.ts'

const themes: readonly Theme[] = ['auto', 'light', 'dark']
const themeWords = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const

/** Behind the name at the foot of a rail: the account, how the page looks, and the way out. */
export function UserMenu(props: {
  user: { readonly name: string; readonly role: string }
  accountHref: string
  /** Before the usual ones. */
  items?: readonly MenuItem[] | undefined
  children: JSX.Element
}): JSX.Element {
  const navigate = useNavigate()
  const nextTheme = () => themes[(themes.indexOf(theme()) + 1) % themes.length] ?? 'auto'
  const changeLanguage = async () => {
    const wanted = language() === 'en' ? 'zh-CN' : 'en'
    await setLanguage(wanted)
    // Mail and notices follow; a desk without a network still changes its own words.
    await api.accounts.setLocale.mutate({ locale: wanted }).catch(() => {})
  }
  const logOut = createLogOut()
  return (
    <Menu
      label={t('userMenu', props.user)}
      triggerClass="desk-shell-user-trigger"
      items={[
        ...(props.items ?? []),
        { label: t('ownAccount'), run: () => navigate(props.accountHref) },
        { label: t('languageNow'), run: () => void changeLanguage() },
        { label: t('themeNow', { theme: shared(themeWords[theme()]) }), run: () => setTheme(nextTheme()) },
        { label: t('logOut'), run: () => logOut.mutate(undefined), apart: true },
      ]}
    >
      {props.children}
    </Menu>
  )
}
