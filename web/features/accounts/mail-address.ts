/** The same shape as zod's `z.email()`, which the server asks for, without its library; tests/web compares the two. */
const shape = /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/
/** RFC 5321 4.5.3.1.3, less the brackets. */
const mostCharacters = 254

/** Whether mail can be addressed to it, blanks around it taken off. */
export function isMailAddress(typed: string): boolean {
  const address = typed.trim()
  return address.length <= mostCharacters && shape.test(address)
}
