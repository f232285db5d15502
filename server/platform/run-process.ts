/** Longer than what is under way may take to end, in milliseconds. */
const hardStopMs = 23_000

/**
 * Runs the server or the worker as a process of its own: starts it, says so to its parent (`{ ready: true, port }`), and
 * stops it by a signal. What cannot start ends with a sentence and exit code 1.
 */
export async function runProcess(
  start: () => Promise<{ readonly port?: number; stop(): Promise<void> }>,
): Promise<void> {
  const running = await start().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    // A database that is gone already can keep a pool from closing: then there is nothing left to wait for.
    setTimeout(() => process.exit(1), hardStopMs).unref()
    await running.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Started by server/start.ts: when that is gone without a word, nobody would ever stop us.
  process.on('disconnect', stop)
  process.send?.({ ready: true, ...(running.port === undefined ? {} : { port: running.port }) })
}
