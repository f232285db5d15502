import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import type { VoucherFileView } from '../../server/features/vouchers/vouchers.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import VoucherPage from '../../web/features/vouchers/voucher-page.tsx'
import { addFile } from '../../web/offline/outbox.ts'
import { sendFile } from '../../web/offline/send-file.ts'
import { show, until } from './show.ts'
import { draftVoucher, fileView } from './voucher-samples.ts'

vi.mock('../../web/offline/send-file.ts', () => ({ sendFile: vi.fn() }))
// A phone: on a desk the same page stands in the organisation's frame, which loads by itself.
vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))

type Answer = { result: { data: unknown } } | { error: unknown }

const orderId = newId()
let voucherId: string
/** What the server answers about the voucher; whoever holds an answer back decides when it arrives. */
let get: () => Promise<Answer>

const data = (value: unknown): Answer => ({ result: { data: value } })
const refusal = (code: string): Answer => ({
  error: { message: code, code: -32004, data: { code: 'NOT_FOUND', httpStatus: 404, app: { code, details: {} } } },
})

/** The page's shell asks who is there, and sends strangers away. */
const me = { gate: 'open', staffRoles: [], organisation: { id: newId(), name: '' } }

const draft = (files: VoucherFileView[]) => draftVoucher({ id: voucherId, orderId, files })

beforeEach(() => {
  vi.useFakeTimers()
  voucherId = newId()
  vi.stubGlobal('fetch', async (address: string) => {
    const paths = new URL(address, 'http://localhost').pathname.replace('/trpc/', '').split(',')
    return Response.json(await Promise.all(paths.map((path) => (path === 'vouchers.get' ? get() : data(me)))))
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function openPage(): HTMLElement {
  const history = createMemoryHistory()
  history.set({ value: `/vouchers/${voucherId}?order=${orderId}` })
  return show(() => (
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter history={history} root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path="/vouchers/:voucherId" component={VoucherPage} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
}

/** Takes a photo; `arrive` is the moment when the server has answered the upload. */
async function photograph(): Promise<{ fileId: string; arrive: () => Promise<void> }> {
  const upload = Promise.withResolvers<unknown>()
  vi.mocked(sendFile).mockReturnValueOnce(upload.promise)
  const fileId = await addFile(
    { kind: 'voucher', id: voucherId, orderId },
    new File(['a slip'], '回单.jpg', { type: 'image/jpeg' }),
  )
  return {
    fileId,
    arrive: async () => {
      upload.resolve({ fileId })
      await vi.advanceTimersByTimeAsync(50)
    },
  }
}

const compressing = '正在把图片弄正、压小'

test.each([
  ['there was no voucher yet', () => refusal('notFound')],
  ['the voucher had no file yet', () => data(draft([]))],
])('an answer made before the photo arrived, and late: %s; the page asks again by itself', async (_when, early) => {
  const photo = await photograph()
  const late = Promise.withResolvers<Answer>()
  get = () => late.promise
  const place = openPage()
  await vi.advanceTimersByTimeAsync(50)
  await photo.arrive()
  get = async () => data(draft([fileView(photo.fileId, 'received')]))
  late.resolve(early())
  await vi.advanceTimersByTimeAsync(2_000)
  expect(place.textContent).toContain(compressing)
})

test('the page follows a file until it is read, also while the server cannot be reached, and keeps what it knows', async () => {
  const photo = await photograph()
  get = async () => data(draft([fileView(photo.fileId, 'received')]))
  const place = openPage()
  await vi.advanceTimersByTimeAsync(50)
  await photo.arrive()
  expect(place.textContent).toContain(compressing)
  get = async () => Promise.reject(new TypeError('Failed to fetch'))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(place.textContent).toContain(compressing)
  get = async () => data(draft([fileView(photo.fileId, 'read')]))
  await vi.advanceTimersByTimeAsync(6_000)
  // The part that shows it is a chunk of its own.
  await until(() => expect(place.textContent).toContain('图上读到的'))
})
