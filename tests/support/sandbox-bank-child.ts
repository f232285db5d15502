import { startBank } from '../../server/sandbox-bank/main.ts'

/**
 * The sandbox bank as a process that a test can kill: `sandbox-bank-child.ts FOLDER PORT [forgetful]`. `forgetful` answers
 * before anything is on disk, which is what the bank must never do: the test's positive control.
 */
const [folder = '', port = '0', forgetful] = process.argv.slice(2)
const running = await startBank({ folder, host: '127.0.0.1', port: Number(port), noticeOrigins: [] }, (journal) =>
  forgetful
    ? {
        append: (event) => void setTimeout(() => journal.append(event), 60_000).unref(),
        settled: () => Promise.resolve(),
        close: () => journal.close(),
      }
    : journal,
)
process.on('disconnect', () => process.exit(0))
process.send?.({ port: running.port })
