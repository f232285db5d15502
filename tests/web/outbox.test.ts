import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { addFile, outbox } from '../../web/offline/outbox.ts'
import { sendFile } from '../../web/offline/send-file.ts'
import { ConnectionLost } from '../../web/texts/errors.ts'

vi.mock('../../web/offline/send-file.ts', () => ({ sendFile: vi.fn() }))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const photo = () => new File(['a slip'], '回单.jpg', { type: 'image/jpeg' })
const states = () => outbox.map((item) => item.state)

test('a photo that failed keeps its turn when another is added meanwhile', async () => {
  vi.mocked(sendFile).mockRejectedValueOnce(new ConnectionLost())
  vi.mocked(sendFile).mockResolvedValue({})
  await addFile(newId(), photo())
  await vi.advanceTimersByTimeAsync(100)
  await addFile(newId(), photo())
  await vi.advanceTimersByTimeAsync(100)
  expect(states()).toEqual(['failed', 'done'])
  await vi.advanceTimersByTimeAsync(2_500)
  expect(states()).toEqual(['done', 'done'])
})
