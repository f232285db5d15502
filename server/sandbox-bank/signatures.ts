/** What the bank signs beyond requests and answers. */
export function noticeText(timestamp: string, nonce: string, body: string): string {
  return `NOTICE\n${timestamp}\n${nonce}\n${body}\n`
}

/** The fields of a cashier's address without the signature, sorted by name, as `name=value` lines. */
export function cashierText(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields)
    .filter(([name]) => name !== 'signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
  return `CASHIER\n${lines.join('\n')}\n`
}
