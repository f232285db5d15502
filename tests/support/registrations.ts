import { createHash } from 'node:crypto'
import { creditCodeOf } from '../../prisma/seed/credit-codes.ts'
import { newId } from '../../server/core/ids.ts'
import { checkRegistration } from '../../server/features/registrations/check-registration.ts'
import {
  type LicenceFieldName,
  type LicenceReading,
  licenceFieldNames,
} from '../../server/features/registrations/licence-reading.schema.ts'
import type { FilePurpose, RegistrationForm } from '../../server/features/registrations/registrations.schema.ts'
import {
  compressRegistrationFile,
  readRegistrationFile,
} from '../../server/features/registrations/work-registration-files.ts'
import { prepareFile } from '../../worker/photo/prepare-file.ts'
import { type Browser, openBrowser } from '../usecases/accounts/browser.ts'
import { noisyPicture } from './make-picture.ts'
import type { World } from './world.ts'

let counter = Number(process.hrtime.bigint() % 5000n)

/** A valid credit code that no other call gives. */
export function freshCode(): string {
  counter += 1
  return creditCodeOf('320500', counter % 10_000)
}

let pictures = 0

/** A small picture that is like no other. */
export async function freshPicture(): Promise<Buffer> {
  pictures += 1
  return noisyPicture(40 + (pictures % 40), 40 + Math.floor(pictures / 40))
    .jpeg()
    .toBuffer()
}

type Fields = { [Name in LicenceFieldName]?: string }

/** A reading with the given fields, each read without doubt unless said otherwise. */
export function licenceReading(fields: Fields, low: readonly LicenceFieldName[] = []): LicenceReading {
  const entries = licenceFieldNames.map((name) => {
    const value = fields[name]
    if (value === undefined) return [name, null]
    const confidence = low.includes(name) ? 'low' : 'high'
    return [name, { value, text: value, confidence, score: 0.99, quads: [[0, 0, 1, 0, 1, 1, 0, 1]] }]
  })
  return { version: 1, source: 'ocr', width: 1000, height: 700, fields: Object.fromEntries(entries), lines: [], ms: 1 }
}

export type Applicant = Browser & {
  upload(
    registrationId: string,
    options?: { bytes?: Uint8Array; purpose?: FilePurpose; fileId?: string; sha256?: string },
  ): Promise<{ status: number; code: string | null; details: Record<string, unknown>; fileId: string }>
  fetchFile(fileId: string, form: string): Promise<Response>
}

/** A browser of somebody who registers, with a network of its own. */
export function openApplicant(world: World, ip?: string): Applicant {
  const browser = openBrowser(world, ip === undefined ? {} : { ip })
  const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    ...browser,
    async upload(registrationId, options = {}) {
      const bytes = options.bytes ?? (await freshPicture())
      const fileId = options.fileId ?? newId()
      const response = await world.request(
        `/api/uploads/registrations/${registrationId}/files/${fileId}?purpose=${options.purpose ?? 'licence'}`,
        {
          method: 'PUT',
          body: Buffer.from(bytes),
          headers: {
            'content-type': 'application/octet-stream',
            'x-sha256': options.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
            'x-file-name': encodeURIComponent('营业执照.jpg'),
          },
          cookie: cookie(),
        },
      )
      const body = (await response.json()) as {
        fileId?: string
        app?: { code: string; details: Record<string, unknown> }
      }
      return {
        status: response.status,
        code: body.app?.code ?? null,
        details: body.app?.details ?? {},
        fileId: body.fileId ?? fileId,
      }
    },
    fetchFile: (fileId, form) => world.request(`/api/files/registrations/${fileId}/${form}`, { cookie: cookie() }),
  }
}

/** What the worker does with a file, the reading given: pictures are real, OCR has tests of its own. */
export async function work(world: World, fileId: string, reading: LicenceReading): Promise<void> {
  await compressRegistrationFile({ ...world.deps, prepareFile }, { fileId })
  const licenceReader = { read: async () => reading, readText: () => reading }
  await readRegistrationFile({ ...world.deps, licenceReader }, { fileId })
}

export type HandedIn = {
  id: string
  code: string
  version: number
  dueAt: string
  fileId: string
  form: RegistrationForm
  applicant: Applicant
}

let people = 0

export function formFor(name: string, other: Partial<RegistrationForm> = {}): RegistrationForm {
  people += 1
  return {
    name,
    contactName: `联系人${people}`,
    mobile: `139${String(people).padStart(8, '0')}`,
    email: `contact${people}@example.com`,
    address: '江苏省苏州市工业园区星湖街 1 号',
    ...other,
  }
}

/** A registration handed in over HTTP, its licence read (agreeing unless a reading is given) and its checks run. */
export async function handedIn(
  world: World,
  options: {
    code?: string
    name?: string
    form?: Partial<RegistrationForm>
    reading?: LicenceReading
    bytes?: Uint8Array
    applicant?: Applicant
  } = {},
): Promise<HandedIn> {
  const applicant = options.applicant ?? openApplicant(world)
  const code = options.code ?? freshCode()
  const form = formFor(options.name ?? `苏州${code.slice(8, 16)}工程检测有限公司`, options.form)
  const id = newId()
  const begun = await applicant.mutate('registrations.begin', { id, code, mobile: form.mobile })
  if (begun.code) throw new Error(`not begun: ${begun.code}`)
  const sent = await applicant.upload(id, options.bytes ? { bytes: options.bytes } : {})
  if (sent.code) throw new Error(`not uploaded: ${sent.code}`)
  await work(world, sent.fileId, options.reading ?? licenceReading({ creditCode: code, name: form.name }))
  const answer = await applicant.mutate('registrations.submit', { id, version: begun.data.version, form })
  if (answer.code) throw new Error(`not submitted: ${answer.code} ${JSON.stringify(answer.details)}`)
  await checkRegistration(world.deps, { registrationId: id })
  return { id, code, form, applicant, fileId: sent.fileId, version: answer.data.version, dueAt: answer.data.dueAt }
}
