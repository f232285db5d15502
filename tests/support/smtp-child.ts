import { openSync, writeSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/**
 * A mail server as a process of its own, which can be killed. It writes the Message-ID of each mail into MAIL_LOG before
 * it says that it has taken it, so that the log is what a mailbox would hold. Every `LOSES`th mail it answers for and
 * forgets, for the control.
 */
const { MAIL_LOG = '', PORT = '0', LOSES = '0' } = process.env
const log = openSync(MAIL_LOG, 'a')
let taken = 0

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onData(stream, _session, callback) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const [, messageId = 'none'] = /^Message-ID:\s*(\S+)/im.exec(Buffer.concat(chunks).toString('latin1')) ?? []
      taken += 1
      const isLost = Number(LOSES) > 0 && taken % Number(LOSES) === 0
      if (!isLost) writeSync(log, `${messageId}\n`)
      callback()
    })
  },
})
// Clients that are cut off are not its concern.
server.on('error', () => undefined)
server.listen(Number(PORT), '127.0.0.1', () => {
  process.send?.({ port: (server.server.address() as AddressInfo).port })
})
