import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { UploadImport } from '../../web/features/imports/upload-import.tsx'
import { putFile } from '../../web/offline/send-file.ts'
import { ConnectionLost } from '../../web/texts/errors.ts'
import { find, settle, show, until } from './show.ts'

vi.mock('../../web/offline/send-file.ts', () => ({ putFile: vi.fn() }))

let sent: string[]

beforeEach(() => {
  sent = []
  vi.mocked(putFile).mockReset()
})

afterEach(() => vi.unstubAllGlobals())

const openPart = (organisationId: string | null = null) =>
  show(() => <UploadImport organisationId={organisationId} onSent={(id) => sent.push(id)} />)

async function choose(place: HTMLElement, text = 'a,b', name = '名单.csv'): Promise<void> {
  const input = find<HTMLInputElement>(place, 'input[type=file]')
  Object.defineProperty(input, 'files', { configurable: true, value: [new File([text], name, { type: 'text/csv' })] })
  const before = vi.mocked(putFile).mock.calls.length
  input.dispatchEvent(new Event('change', { bubbles: true }))
  // The file is hashed first, which takes its time on a busy machine.
  await until(() => expect(vi.mocked(putFile).mock.calls.length).toBeGreaterThan(before))
  for (let turn = 0; turn < 10; turn++) await settle()
}

const addresses = () => vi.mocked(putFile).mock.calls.map(([address]) => new URL(address, 'http://localhost'))
const ids = () => addresses().map(({ pathname }) => pathname.split('/').at(-1))
const again = (place: HTMLElement) =>
  [...place.querySelectorAll('button')].find((one) => one.textContent === '再试一次')

test('a file that did not arrive can be sent once more, and is the same import', async () => {
  vi.mocked(putFile).mockRejectedValueOnce(new ConnectionLost())
  vi.mocked(putFile).mockResolvedValueOnce({})
  const place = openPart()
  await choose(place)
  expect(find(place, '[role=alert]').textContent).not.toBe('')
  expect(sent).toEqual([])
  again(place)?.click()
  for (let turn = 0; turn < 10; turn++) await settle()
  expect(ids()).toHaveLength(2)
  expect(ids()[1]).toBe(ids()[0])
  expect(sent).toEqual([ids()[0]])
})

test('the same file chosen again is the same import, another one is another', async () => {
  vi.mocked(putFile).mockRejectedValue(new ConnectionLost())
  const place = openPart()
  await choose(place)
  await choose(place)
  await choose(place, 'a,c')
  expect(ids()[1]).toBe(ids()[0])
  expect(ids()[2]).not.toBe(ids()[0])
})

test('a file that is refused says why, and is not offered to be sent again', async () => {
  vi.mocked(putFile).mockRejectedValueOnce(new AppError('spreadsheetTypeRefused', { found: 'pdf' }))
  const place = openPart()
  await choose(place, '%PDF', '名单.pdf')
  expect(find(place, '[role=alert]').textContent).toContain('PDF')
  expect(again(place)).toBeUndefined()
  expect(sent).toEqual([])
})

test('staff send into the organisation that they chose, and get its template', async () => {
  vi.mocked(putFile).mockResolvedValueOnce({})
  const place = openPart('01970000-0000-7000-8000-000000000001')
  expect(find(place, 'a').getAttribute('href')).toContain('organisation=01970000-0000-7000-8000-000000000001')
  await choose(place)
  expect(addresses()[0]?.searchParams.get('organisation')).toBe('01970000-0000-7000-8000-000000000001')
})

test('amounts for a recharge are sent with the batch they come from, and get its template', async () => {
  vi.mocked(putFile).mockResolvedValue({})
  const batchId = '01970000-0000-7000-8000-00000000c101'
  const place = show(() => (
    <UploadImport organisationId={null} target={{ kind: 'recharges', batchId }} onSent={(id) => sent.push(id)} />
  ))
  expect(find(place, 'a').getAttribute('href')).toBe(`/api/templates/recharges.xlsx?batch=${batchId}`)
  await choose(place)
  expect(Object.fromEntries(addresses()[0]?.searchParams ?? [])).toEqual({ kind: 'recharges', batch: batchId })
})

test('how far it is stands where the file was chosen', async () => {
  const arrival = Promise.withResolvers<unknown>()
  vi.mocked(putFile).mockImplementationOnce((_address, _file, onProgress) => {
    onProgress(0.4)
    return arrival.promise
  })
  const place = openPart()
  await choose(place)
  expect(find(place, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('40')
  expect(place.querySelector('input[type=file]')).toBeNull()
  arrival.resolve({})
  await settle()
  expect(sent).toHaveLength(1)
})
