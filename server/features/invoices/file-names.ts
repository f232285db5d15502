/** As the mail and the download will name it: the last part of a path, without control characters, with the right ending. */
export function cleanFileName(name: string, kind: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').trim()
  const stem = clean.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, 150) || '发票'
  return `${stem}.${kind}`
}
