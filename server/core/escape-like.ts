/** For LIKE patterns, also those that Prisma's `contains` makes: `%`, `_` and `\` that a person typed are themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
