import { newId } from '../../core/ids.ts'

/**
 * Ids that rise in the order in which they are asked for, also within a millisecond: lines of a day are listed by them.
 * The twelve bits behind the time count, and the next millisecond is begun when they are used up.
 */
export function createChronologicalIds(startMs: number): () => string {
  let count = 0
  return () => {
    const random = crypto.getRandomValues(new Uint8Array(10))
    const within = count % 4096
    random[0] = within >> 8
    random[1] = within & 0xff
    const id = newId(startMs + Math.floor(count / 4096), random)
    count++
    return id
  }
}
