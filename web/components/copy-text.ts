/**
 * Puts text on the clipboard. The modern way needs a secure context; WeChat's browser and plain http on a local network
 * do not have it, so a hidden text field is selected and copied instead. False when both were refused: then the person
 * has to select it by hand.
 */
export async function copyText(text: string): Promise<boolean> {
  if (globalThis.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Refused by permission; the older way may still work.
    }
  }
  return copyBySelection(text)
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.cssText = 'position:fixed;top:0;left:0;width:1px;height:1px;opacity:0;font-size:16px'
  // Inside an open dialog everything else is inert, so the field has to stand beside what has the focus.
  const place = focused instanceof HTMLElement ? (focused.parentElement ?? document.body) : document.body
  place.append(field)
  field.select()
  field.setSelectionRange(0, text.length)
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
