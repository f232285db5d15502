import { startTax } from '../../server/sandbox-tax/main.ts'

/**
 * The sandbox tax service as a process that a test can kill: `sandbox-tax-child.ts FOLDER PORT [forgetful]`. `forgetful`
 * answers before anything is on disk, which is what the service must never do: the test's positive control.
 */
const [folder = '', port = '0', forgetful] = process.argv.slice(2)
const running = await startTax({ folder, host: '127.0.0.1', port: Number(port), callbackOrigins: [] }, (journal) =>
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
