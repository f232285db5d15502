/** Names what a comma-separated list of codes stands for; a code without a name stays as it is. */
export function nameParts(codes: unknown, names: Readonly<Record<string, string>>, comma: string): string {
  return (typeof codes === 'string' ? codes : '')
    .split(',')
    .map((code) => names[code] ?? code)
    .join(comma)
}
