import { z } from 'zod'
import { systemActor } from '../../core/actor.ts'
import { AppError, isRetryable } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { markUnreadable } from './compress-file.ts'
import { type Quad, quadSchema, type SlipReading } from './slip-reading.schema.ts'
import { changeFileState, findFileInWork } from './voucher-files.store.ts'
import { orderCheckAmount } from './vouchers.queues.ts'
import { bumpVersion } from './vouchers.store.ts'

type TextLayer = { width: number; height: number; items: readonly { text: string; quad: Quad }[] }

/** What worker/reading does; passed in, because only the worker may use OCR. */
export type SlipReader = {
  /** Reads the text in the picture. */
  read(picture: { bytes: Uint8Array }): Promise<SlipReading>
  /** Reads the fields out of a PDF's own text. */
  readText(page: TextLayer): SlipReading
}

const actor = systemActor('voucher.read')
const pdfItemsSchema = z.array(z.object({ text: z.string(), quad: quadSchema }))

/**
 * Reads the fields off a compressed file and queues the checks. A picture on which nothing is found is `read`, with
 * nothing: people then type. A repeat after a crash finds the state changed and does nothing.
 */
export async function readFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { reader: SlipReader },
  input: { fileId: string },
): Promise<void> {
  const file = await findFileInWork(deps.db, input.fileId)
  if (!file || file.state !== 'compressed' || !file.pictureKey) return
  const text = pdfItemsSchema.safeParse(file.pdfItems)
  let reading: SlipReading
  try {
    const picture = await deps.files.get(file.pictureKey)
    reading =
      text.success && text.data.length > 0
        ? await readTextFirst(
            deps.reader,
            { width: file.width ?? 0, height: file.height ?? 0, items: text.data },
            picture,
          )
        : await deps.reader.read({ bytes: picture })
  } catch (error) {
    if (isRetryable(error)) throw error
    await markUnreadable(deps, actor, file, error instanceof AppError ? error.code : 'internal')
    return
  }
  const found = countFields(reading)
  await inTransaction(deps, async (tx) => {
    await changeFileState(tx, actor, file, {
      to: 'read',
      now: deps.clock.now(),
      organisationId: file.organisationId,
      data: { reading },
      audit: { fields: found, ms: Math.round(reading.ms) },
    })
    await bumpVersion(tx, file.voucherId)
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: file.voucherId })
  })
}

/** A PDF's own text has no misread characters; where it does not hold the amount (a scan with a stray label), look. */
async function readTextFirst(reader: SlipReader, page: TextLayer, picture: Uint8Array): Promise<SlipReading> {
  const fromText = reader.readText(page)
  if (fromText.fields.amountFen) return fromText
  const fromPicture = await reader.read({ bytes: picture })
  return countFields(fromPicture) > countFields(fromText) ? fromPicture : fromText
}

function countFields(reading: SlipReading): number {
  return Object.values(reading.fields).filter((field) => field !== null).length
}
