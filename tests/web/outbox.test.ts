import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { write } from '../../web/offline/device-store.ts'
import { addFile, outbox, startOutbox } from '../../web/offline/outbox.ts'
import { sendFile } from '../../web/offline/send-file.ts'
import { ConnectionLost } from '../../web/texts/errors.ts'

vi.mock('../../web/offline/send-file.ts', () => ({ sendFile: vi.fn() }))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const photo = () => new File(['a slip'], '回单.jpg', { type: 'image/jpeg' })
const voucher = () => ({ kind: 'voucher', id: newId(), orderId: null }) as const
const states = () => outbox.map((item) => item.state)

test('a photo that failed keeps its turn when another is added meanwhile', async () => {
  vi.mocked(sendFile).mockRejectedValueOnce(new ConnectionLost())
  vi.mocked(sendFile).mockResolvedValue({})
  await addFile(voucher(), photo())
  await vi.advanceTimersByTimeAsync(100)
  await addFile(voucher(), photo())
  await vi.advanceTimersByTimeAsync(100)
  expect(states()).toEqual(['failed', 'done'])
  await vi.advanceTimersByTimeAsync(2_500)
  expect(states()).toEqual(['done', 'done'])
})

test('what an earlier version of the app left on the device is sent to its voucher', async () => {
  vi.mocked(sendFile).mockResolvedValue({})
  const [id, voucherId, orderId] = [newId(), newId(), newId()]
  await write('outbox', {
    id,
    voucherId,
    orderId,
    name: '回单.jpg',
    type: 'image/jpeg',
    blob: photo(),
    sha256: 'a'.repeat(64),
    originalBytes: 6,
    createdAt: '2026-05-08T02:00:00.000Z',
    attempts: 0,
    refusal: null,
  })
  startOutbox()
  await vi.advanceTimersByTimeAsync(100)
  expect(outbox.find((item) => item.id === id)).toMatchObject({
    state: 'done',
    target: { kind: 'voucher', id: voucherId, orderId },
  })
  expect(vi.mocked(sendFile).mock.calls.at(-1)?.[0]).toMatchObject({ id, target: { kind: 'voucher', id: voucherId } })
})
