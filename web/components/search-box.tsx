import Search from 'lucide-solid/icons/search'
import { createEffect, createSignal, type JSX, on, onCleanup } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { KeyHint } from './key-hint.tsx'
import { createKeys } from './keys.ts'
import './search-box.css'

export interface SearchBoxProps {
  /** What it searches, in words: 订单号、付款人、金额. */
  placeholder: string
  value: string
  /** After a short pause in typing, or at once with Enter. */
  onSearch: (value: string) => void
  /** False where the page has another search box with the `/` key. */
  slashKey?: boolean | undefined
}

/** A pause in typing that is long enough to ask the server, in milliseconds. */
const pauseMs = 250

export function SearchBox(props: SearchBoxProps): JSX.Element {
  let input: HTMLInputElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const [typed, setTyped] = createSignal(props.value)
  createEffect(
    on(
      () => props.value,
      (value) => value !== typed().trim() && setTyped(value),
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const search = () => {
    clearTimeout(timer)
    if (typed().trim() !== props.value) props.onSearch(typed().trim())
  }
  createKeys(() => (props.slashKey === false ? [] : [{ key: '/', label: t('search'), run: () => input?.focus() }]))
  return (
    <label class="search-box">
      <Search size={16} class="search-box-icon" />
      <input
        ref={input}
        type="search"
        class="search-box-input"
        aria-label={props.placeholder}
        placeholder={props.placeholder}
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        value={typed()}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          clearTimeout(timer)
          if (!event.isComposing) timer = setTimeout(search, pauseMs)
        }}
        onCompositionEnd={() => {
          clearTimeout(timer)
          timer = setTimeout(search, pauseMs)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) search()
          if (event.key === 'Escape') {
            event.stopPropagation()
            if (typed() === '') event.currentTarget.blur()
            setTyped('')
            search()
          }
        }}
      />
      {props.slashKey === false ? null : <KeyHint keys="/" />}
    </label>
  )
}
