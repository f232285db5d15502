import { AppError } from '../core/app-error.ts'
import { makeNumber, type NumberPrefix } from '../core/order-number.ts'
import { shanghaiDay } from '../core/working-time.ts'
import { isUniqueViolation } from './database.ts'

/** 31^6 numbers a year: a second collision in a row means that something else is wrong. */
const numberTries = 5

export type Numbering = {
  readonly prefix: NumberPrefix
  /** When the thing is made: its year in Asia/Shanghai is in the number. */
  readonly at: Date
  /** For tests. */
  readonly randomBytes?: () => Uint8Array
}

/**
 * Inserts something under a new number, again with another one when the number was taken. A taken key can also be the
 * thing's own id, sent twice at once: `wasMadeBefore` says so (or throws), and then nothing is inserted. Throws `unavailable`
 * when random bytes are of no use.
 */
export async function withFreeNumber(
  { prefix, at, randomBytes = () => crypto.getRandomValues(new Uint8Array(16)) }: Numbering,
  insert: (number: string) => Promise<void>,
  wasMadeBefore: () => Promise<boolean>,
): Promise<void> {
  const year = Number(shanghaiDay(at).slice(0, 4))
  for (let tries = 1; ; tries++) {
    const number = makeNumber(prefix, year, randomBytes())
    if (number === null) {
      if (tries >= numberTries) throw new AppError('unavailable')
      continue
    }
    try {
      return await insert(number)
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      if (await wasMadeBefore()) return
      if (tries >= numberTries) throw error
    }
  }
}
