/**
 * What a person chose on this device: language, theme, columns of a table. Storage may be refused (private windows,
 * WeChat with storage cleared); then the choice lasts as long as the page.
 */
const prefix = 'xueshi.'
const kept = new Map<string, string>()

export function readSetting(name: string): string | null {
  const here = kept.get(name)
  if (here !== undefined) return here
  try {
    return localStorage.getItem(prefix + name)
  } catch {
    return null
  }
}

export function writeSetting(name: string, value: string | null): void {
  if (value === null) kept.delete(name)
  else kept.set(name, value)
  try {
    if (value === null) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, value)
  } catch {
    // Kept in memory above.
  }
}
