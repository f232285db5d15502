import { z } from 'zod'
import { fenSchema } from '../../core/money.ts'
import {
  askInvoiceProvider,
  isNear,
  isSigned,
  longestFilesBytes,
  type Partner,
  parseJson,
  providerUnavailable,
  providerWords,
} from './ask-invoice-provider.ts'
import {
  type CallbackMessage,
  type CallbackReading,
  CallbackRefused,
  type InvoiceAnswer,
  type InvoiceProvider,
  type InvoiceRequest,
  type ProviderFile,
  type RedInvoiceRequest,
} from './invoice-provider.ts'

/**
 * A provider behind a neutral protocol; README, "Invoice provider", has it for whoever writes the other side. POST of JSON to
 * `<base>/v1/submit`, `query`, `submit-red`, `query-red`, `files`, `issued`; RSA-SHA256 both ways over
 * `REQUEST|ANSWER \n path|status \n timestamp \n nonce \n body \n`, the answer with its request's nonce.
 */
const numberSchema = z.string().regex(/^(\d{20}|\d{8})$/)
const codeSchema = z.string().regex(/^(\d{10}|\d{12})?$/)

const answerSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('issued'),
    number: numberSchema,
    code: codeSchema,
    issuedOn: z.iso.date(),
    amountWithoutTaxFen: fenSchema,
    taxFen: fenSchema,
    totalFen: fenSchema,
  }),
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('failed'), failure: z.string(), permanent: z.boolean() }),
  z.object({ state: z.literal('unknown') }),
])

const mostFiles = 6
const filesSchema = z.object({
  files: z
    .array(
      z.object({
        kind: z.enum(['pdf', 'ofd', 'xml']),
        name: z.string().min(1).max(200),
        base64: z.base64(),
      }),
    )
    .max(mostFiles),
})

const issuedSchema = z.object({
  invoices: z.array(z.object({ serial: z.string(), number: numberSchema, totalFen: fenSchema })),
})

const callbackSchema = z.object({
  app: z.string(),
  about: z.enum(['invoice', 'red']),
  serial: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
})

export function httpInvoiceProvider(partner: Partner): InvoiceProvider {
  const { name } = partner

  async function ask(operation: string, serial: string, body: object): Promise<InvoiceAnswer> {
    const answer = await askInvoiceProvider(partner, operation, body, answerSchema, { serial })
    if (answer.state === 'failed') return { ...answer, failure: providerWords(answer.failure) }
    // An invoice whose parts do not make its whole is not one that we can keep.
    if (answer.state === 'issued' && answer.amountWithoutTaxFen + answer.taxFen !== answer.totalFen)
      throw providerUnavailable(name, 'unreadable')
    return answer
  }

  return {
    name,
    submit: (request: InvoiceRequest) => ask('submit', request.serial, request),
    query: (serial) => ask('query', serial, { serial }),
    submitRed: (request: RedInvoiceRequest) => ask('submit-red', request.serial, request),
    queryRed: (serial) => ask('query-red', serial, { serial }),

    async download(number) {
      const { files } = await askInvoiceProvider(
        partner,
        'files',
        { number },
        filesSchema,
        { number },
        longestFilesBytes,
      )
      const kinds = files.map(({ kind }) => kind)
      const usable = new Set(kinds).size === kinds.length && (kinds.includes('pdf') || kinds.includes('ofd'))
      if (!usable) throw providerUnavailable(name, 'filesNotReady')
      return files.map(
        (file): ProviderFile => ({ kind: file.kind, name: file.name, bytes: Buffer.from(file.base64, 'base64') }),
      )
    },

    async listIssued(day) {
      const { invoices } = await askInvoiceProvider(partner, 'issued', { day }, issuedSchema, { day })
      return invoices
    },

    readCallback: (message: CallbackMessage) => readCallback(partner, message),

    reply: (taken) => ({
      status: taken ? 200 : 500,
      contentType: 'text/plain; charset=utf-8',
      body: taken ? 'success' : 'fail',
    }),
  }
}

function readCallback({ appId, theirKey, outside }: Partner, { headers, body }: CallbackMessage): CallbackReading {
  const said = parseJson(body)
  const claimed = z.object({ serial: callbackSchema.shape.serial }).safeParse(said).data?.serial ?? ''
  const timestamp = headers.get('x-timestamp') ?? ''
  const words = `CALLBACK\n${timestamp}\n${headers.get('x-nonce') ?? ''}\n${body}\n`
  if (!isSigned(theirKey(), words, headers.get('x-signature'))) throw new CallbackRefused('badSignature', claimed)
  if (!isNear(timestamp, outside.clock.now())) throw new CallbackRefused('stale', claimed)
  const parsed = callbackSchema.safeParse(said)
  if (!parsed.success) throw new CallbackRefused('unreadable', claimed, { cause: parsed.error })
  const { app, about, serial } = parsed.data
  if (app !== appId) throw new CallbackRefused('otherApp', claimed)
  const number = z.object({ number: numberSchema }).safeParse(said).data?.number ?? null
  return { about, serial, number }
}
