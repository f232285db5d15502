import type { PgBoss } from 'pg-boss'
import { openDeps } from '../server/deps.ts'
import { type Env, readEnv } from '../server/env.ts'
import { recordGivenUp } from '../server/features/jobs/record-given-up.ts'
import { giveUpMail } from '../server/features/notices/give-up-mail.ts'
import { hurryMail } from '../server/features/notices/hurry-mail.ts'
import { resumeWaitingMail } from '../server/features/notices/resume-waiting-mail.ts'
import { allQueues, type QueueName } from '../server/platform/all-queues.ts'
import { deadLetterQueue, startBoss } from '../server/platform/job-sender.ts'
import { createMailer } from '../server/platform/mailer.ts'
import { runProcess } from '../server/platform/run-process.ts'
import { consume } from './consume.ts'
import type { WorkerDeps } from './deps.ts'
import { handlers } from './handlers.ts'
import { matchInThread } from './matching/match-in-thread.ts'
import { comparePictures } from './photo/compare-pictures.ts'
import { prepareFile } from './photo/prepare-file.ts'
import { putLineUnder } from './photo/put-line-under.ts'
import { createOcrClient } from './reading/ocr-client.ts'
import { createPdfTextReader } from './reading/pdf/read-pdf-text.ts'
import { createLicenceReader } from './reading/read-licence.ts'
import { createSlipReader } from './reading/read-slip.ts'
import { runHandler } from './run-handler.ts'
import { startSchedules } from './schedules.ts'

/** What is under way may end before the worker does; after that it is repeated elsewhere. */
const stopWithinMs = 20_000

export type RunningWorker = { readonly deps: WorkerDeps; readonly boss: PgBoss; stop(): Promise<void> }

/** Starts a worker on `env`: all queues, their dead letters, and the schedules. Any number may run on one database. */
export async function startWorker(env: Env): Promise<RunningWorker> {
  const open = await openDeps(env, 'worker')
  const ocr = createOcrClient()
  const reader = createSlipReader(ocr)
  const licenceReader = createLicenceReader(ocr)
  const pdfTexts = createPdfTextReader()
  const mailer = env.SMTP_URL
    ? createMailer(
        env.SMTP_URL,
        () => void hurryMail(open.deps).catch((error) => open.deps.logger.error('mail.notHurried', error)),
      )
    : null
  const deps: WorkerDeps = {
    ...open.deps,
    prepareFile,
    comparePictures,
    putLineUnder,
    reader,
    licenceReader,
    readPdfText: (bytes) => pdfTexts.read(bytes),
    matchLines: matchInThread,
    mailer,
  }
  const boss = await startBoss(env.DATABASE_URL, 'worker', deps.logger)

  for (const name of Object.keys(allQueues) as QueueName[]) {
    const queue = allQueues[name]
    const run = handlers[name]
    await consume(boss, name, queue, (job) => runHandler(deps, queue, run, job))
  }
  await consume(boss, deadLetterQueue, { concurrency: 1 }, async (job) => {
    const payload = job.data as Record<string, string>
    const { noticeId } = payload
    await recordGivenUp(deps, {
      id: job.id,
      queue: job.sourceName ?? 'unknown',
      payload,
      error: describe(job.sourceOutput),
    })
    if (job.sourceName === 'notice.mail' && noticeId) await giveUpMail(deps, { noticeId })
    return { id: job.id, status: 'completed' }
  })
  await startSchedules(boss)
  if (mailer) await resumeWaitingMail(deps)
  deps.logger.info('worker.ready', { queues: Object.keys(allQueues).length })

  return {
    deps,
    boss,
    async stop() {
      await boss.stop({ graceful: true, timeout: stopWithinMs, close: true })
      await ocr.close()
      pdfTexts.close()
      await mailer?.close()
      await open.close()
    },
  }
}

function describe(output: unknown): string {
  const message = (output as { message?: unknown } | null)?.message
  return typeof message === 'string' ? message.slice(0, 300) : 'unknown'
}

if (import.meta.main) await runProcess(() => startWorker(readEnv()))
