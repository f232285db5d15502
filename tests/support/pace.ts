/** What a test may say about time on a machine that it shares with others. */

/** What `stretch` takes on the machine that limits are written for, when nobody else is there. */
const quietMs = 20
const looks = 5

/** A fixed piece of work of one core. */
function stretch(): number {
  let value = 1
  for (let i = 0; i < 20_000_000; i++) value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0
  return value
}

/**
 * How many times slower than that machine this one is just now: limits of tests are multiplied by it. At least 1, so that
 * no limit is ever tighter than it is written. The slowest of some looks, as load comes and goes.
 */
export async function slowness(): Promise<number> {
  // Compiled first: that is no part of anybody's work.
  stretch()
  let slowest = 1
  for (let look = 0; look < looks; look++) {
    const begun = performance.now()
    stretch()
    slowest = Math.max(slowest, (performance.now() - begun) / quietMs)
    // Others get their turn in between, as they do during what is measured.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return slowest
}

/** The time that this process itself spent on some work, all its threads together, in ms: the machine's load is no part of it. */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const begun = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}
