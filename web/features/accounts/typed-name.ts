import { createSignal } from 'solid-js'

/**
 * What was typed as an account on the log-in page, for the pages beside it. Kept in memory and not in the address: it may
 * be an ID number.
 */
export const [typedName, setTypedName] = createSignal('')
