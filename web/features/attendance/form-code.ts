/** What a scanned text or a typed one names: a form's code of ten characters, or null. */
export function formCodeIn(text: string): string | null {
  const scanned = /\/attend\/([0-9A-Za-z]{10})(?:[/?#]|$)/.exec(text)?.[1]
  const code = (scanned ?? text).normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  return /^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{10}$/.test(code) ? code : null
}
