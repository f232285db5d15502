import { createEffect, type JSX, onMount, Show } from 'solid-js'
import { setDensity } from '../appearance.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { language, setLanguage } from '../texts/texts.ts'
import { BrandMark } from './brand-mark.tsx'
import './public-shell.css'

/** Before log-in, and for what anybody may see: the brand, one narrow column, the other language at the foot. */
export function PublicShell(props: { title?: string | undefined; children: JSX.Element }): JSX.Element {
  onMount(() => setDensity('phone'))
  createEffect(() => {
    document.title = props.title ? `${props.title} · ${t('brand')}` : t('brand')
  })
  return (
    <div class="public-shell">
      <header class="public-shell-head">
        <BrandMark size={44} />
        <Show when={props.title} fallback={<strong class="public-shell-title">{t('brand')}</strong>}>
          <h1 class="public-shell-title">{props.title}</h1>
        </Show>
      </header>
      <main class="public-shell-content">{props.children}</main>
      <footer class="public-shell-foot">
        <button
          type="button"
          lang={language() === 'en' ? 'zh-CN' : 'en'}
          onClick={() => void setLanguage(language() === 'en' ? 'zh-CN' : 'en')}
        >
          {language() === 'en' ? '中文' : 'English'}
        </button>
      </footer>
    </div>
  )
}
