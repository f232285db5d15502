import type { JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { afterEach, vi } from 'vitest'

const disposers: (() => void)[] = []

/** Shows a part in the document until the test has ended. */
export function show(part: () => JSX.Element): HTMLElement {
  const place = document.createElement('div')
  document.body.append(place)
  const dispose = render(part, place)
  disposers.push(() => {
    dispose()
    place.remove()
  })
  return place
}

afterEach(() => {
  for (const dispose of disposers.splice(0)) dispose()
})

/** The one element that matches; a test that finds none has nothing to say. */
export function find<E extends Element = HTMLElement>(place: ParentNode, selector: string): E {
  const found = place.querySelector<E>(selector)
  if (!found) throw new Error(`nothing matches ${selector}`)
  return found
}

export function type(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  input.value = text
  // Addresses, dates and times have no selection (HTML 4.10.5.2.10).
  const selects = input instanceof HTMLInputElement && !['email', 'date', 'datetime-local', 'time'].includes(input.type)
  if (selects) input.setSelectionRange(text.length, text.length)
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

export function press(key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  on.dispatchEvent(event)
  return event
}

/** Lets effects, promises and microtasks run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

/** Waits for what a busy machine shows late; it fails with what `check` says. */
export function until<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000 }) as Promise<T>
}

/** The control of a field by its label, with what is said against it. */
export function field(place: ParentNode, label: string): { input: HTMLInputElement; error: () => string } {
  const found = [...place.querySelectorAll('label')].find((one) => one.textContent?.trim() === label)
  const input = found && document.getElementById(found.htmlFor)
  if (!(input instanceof HTMLInputElement)) throw new Error(`there is no field ${label}`)
  const describing = () => (input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)
  return {
    input,
    error: () =>
      input.getAttribute('aria-invalid') === 'true'
        ? describing()
            .map((id) => document.getElementById(id)?.textContent ?? '')
            .join('')
        : '',
  }
}

/** Presses the button that sends the form of this part. */
export function submit(place: ParentNode): void {
  find<HTMLFormElement>(place, 'form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}
