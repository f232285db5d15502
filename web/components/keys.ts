import { createSignal, onCleanup } from 'solid-js'

export interface KeyBinding {
  /** As shown to people: `A`, `Shift A`, `J`, `/`, `?`, `Esc`, `Enter`, `1`. Letters are lower case when pressed alone. */
  readonly key: string
  /** What it does, for the list that `?` opens. */
  readonly label: string
  readonly run: (event: KeyboardEvent) => void
  /** Not now: the key is left to the browser. */
  readonly when?: (() => boolean) | undefined
}

interface KeyScope {
  readonly bindings: () => readonly KeyBinding[]
}

const [scopes, setScopes] = createSignal<readonly KeyScope[]>([])

function pressedName(event: KeyboardEvent): string {
  const named: Record<string, string> = {
    Escape: 'Esc',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    ' ': 'Space',
  }
  const key = named[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key)
  // `?` and other signs need Shift on many keyboards: only letters tell Shift apart.
  return event.shiftKey && /^([A-Z]|Enter)$/.test(key) ? `Shift ${key}` : key
}

/** Typing, choosing in a menu or a dialog, and composing Chinese are never shortcuts. Esc is, everywhere but in dialogs. */
function keysBelongElsewhere(event: KeyboardEvent): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true
  const target = event.target
  if (!(target instanceof Element)) return false
  if (target.closest('[role="dialog"],[role="menu"],[role="listbox"]')) return true
  if (event.key === 'Escape') return false
  return target instanceof HTMLSelectElement || isTextBox(target)
}

function isTextBox(target: EventTarget | null): target is HTMLElement {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}

function handleKey(event: KeyboardEvent): void {
  if (keysBelongElsewhere(event)) return
  if (event.key === 'Escape' && isTextBox(event.target)) {
    // One step back is out of the box; what was typed stays, and the page's keys work again.
    event.preventDefault()
    event.target.blur()
    return
  }
  const pressed = pressedName(event)
  // The scope that was opened last is asked first.
  for (const scope of [...scopes()].reverse()) {
    const binding = scope.bindings().find((one) => one.key === pressed && (one.when?.() ?? true))
    if (!binding) continue
    event.preventDefault()
    binding.run(event)
    return
  }
}

/**
 * The keys of a page or part, for as long as it is shown. They work from anywhere on the page except where keys mean
 * typing, and are listed by `?`.
 */
export function createKeys(bindings: () => readonly KeyBinding[]): void {
  const scope: KeyScope = { bindings }
  setScopes((all) => {
    if (all.length === 0) document.addEventListener('keydown', handleKey)
    return [...all, scope]
  })
  onCleanup(() =>
    setScopes((all) => {
      const rest = all.filter((one) => one !== scope)
      if (rest.length === 0) document.removeEventListener('keydown', handleKey)
      return rest
    }),
  )
}

/** Every key that works just now, for the list of keys; a key taken by a later scope is listed once. */
export function activeKeys(): KeyBinding[] {
  const seen = new Set<string>()
  const list: KeyBinding[] = []
  for (const scope of [...scopes()].reverse()) {
    for (const binding of scope.bindings()) {
      if (seen.has(binding.key)) continue
      seen.add(binding.key)
      list.push(binding)
    }
  }
  return list
}
