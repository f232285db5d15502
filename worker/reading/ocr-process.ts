import { AppError } from '../../server/core/app-error.ts'
import { createOcrEngine } from './ocr-engine.ts'
import type { OcrMessage, OcrRequest } from './ocr-message.ts'

/**
 * The process that reads pictures: started by `ocr-client.ts`, never imported. It keeps the models loaded, works on one
 * picture at a time, and ends with whoever started it.
 */

/** Resident bytes above which it ends itself in the middle of a picture: no picture of ours needs half of it. */
const ceilingBytes = Number(process.argv[2])
const watchEveryMs = 200

const send = (message: OcrMessage) => process.send?.(message)

process.once('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole process group; the parent decides when this one ends.
process.on('SIGINT', () => {})

setInterval(() => {
  if (process.memoryUsage.rss() > ceilingBytes) process.kill(process.pid, 'SIGKILL')
}, watchEveryMs).unref()

// Nothing that is read here has business on the network.
Reflect.deleteProperty(globalThis, 'fetch')
Reflect.deleteProperty(globalThis, 'WebSocket')

const engine = await createOcrEngine()

process.on('message', (message) => {
  const { id, picture } = message as OcrRequest
  engine.read(picture).then(
    (page) => send({ kind: 'read', id, page, residentBytes: process.memoryUsage.rss() }),
    (error: unknown) => {
      const isExpected = error instanceof AppError
      send({
        kind: 'refused',
        id,
        code: isExpected ? error.code : '',
        details: isExpected ? error.details : {},
        message: error instanceof Error ? error.message : String(error),
        residentBytes: process.memoryUsage.rss(),
      })
    },
  )
})

send({ kind: 'ready' })
