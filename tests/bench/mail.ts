import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { newId } from '../../server/core/ids.ts'
import { noticeMail } from '../../server/features/notices/notices.queues.ts'
import { createMailer } from '../../server/platform/mailer.ts'
import { makeWaitingMails } from '../support/many-notices.ts'
import { startSmtpProcess } from '../support/smtp-process.ts'
import { startWorkerProcess, waitFor } from '../support/worker-process.ts'
import { makeCentre } from '../usecases/notices/arrange.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const mails = 1_000
/** Each mail has two commits of ours and two of the queue's around it, so that none is lost and none goes twice. */
const leastShareOfBare = 0.1

/** Notices that wait until the last has left through a worker, beside the same mails handed to the mail server alone. */
export async function benchMail(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    await makeCentre(world)
    const folder = await mkdtemp(path.join(os.tmpdir(), 'xueshi-bench-mail-'))
    const smtp = await startSmtpProcess(path.join(folder, 'mails.log'))
    try {
      const bare = await bareMailsPerSecond(smtp.url)
      const before = smtp.taken().length
      await makeWaitingMails(world, mails)
      const worker = await startWorkerProcess(world, { SMTP_URL: smtp.url })
      const startMs = performance.now()
      const startedWith = smtp.taken().length
      await waitFor('all mails', async () => smtp.taken().length >= before + mails, 600_000)
      const perSecond = (before + mails - startedWith) / ((performance.now() - startMs) / 1000)
      await worker.stop()
      const unique = new Set(smtp.taken().slice(before)).size
      return [
        {
          name: 'mails/s ÷ SMTP alone',
          ours: perSecond,
          limit: bare * leastShareOfBare,
          unit: 'mails/s',
          ratio: perSecond / bare,
          better: 'higher',
          note: `${unique} different of ${mails}; the mail server alone takes ${bare.toFixed(0)}/s`,
        },
      ]
    } finally {
      await smtp.kill()
      await rm(folder, { recursive: true, force: true })
    }
  })
}

async function bareMailsPerSecond(url: string): Promise<number> {
  const mailer = createMailer(url)
  const startMs = performance.now()
  await Promise.all(
    Array.from({ length: noticeMail.concurrency }, async () => {
      for (let i = 0; i < mails / noticeMail.concurrency; i++) {
        await mailer.send({
          messageId: `<${newId()}@training.example.cn>`,
          from: { name: '苏州检测培训中心', address: 'fapiao@training.example.cn' },
          to: 'caiwu@dept.example.com',
          subject: '缴费凭证被退回',
          text: '正文'.repeat(100),
          html: `<p>${'正文'.repeat(400)}</p>`,
          locale: 'zh-CN',
          attachments: [],
        })
      }
    }),
  )
  const perSecond = mails / ((performance.now() - startMs) / 1000)
  mailer.close()
  return perSecond
}
