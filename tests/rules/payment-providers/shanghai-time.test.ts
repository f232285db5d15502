import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compactTime,
  dashedTime,
  fromCompactTime,
  fromDashedTime,
  fromOffsetTime,
  offsetTime,
} from '../../../server/platform/payment-providers/shanghai-time.ts'

const wholeSeconds = fc
  .date({ min: new Date('1992-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((at) => new Date(Math.floor(at.getTime() / 1000) * 1000))

test('a time written for a gateway is read as the same one', () => {
  fc.assert(
    fc.property(wholeSeconds, (at) => {
      for (const back of [
        fromCompactTime(compactTime(at)),
        fromDashedTime(dashedTime(at)),
        fromOffsetTime(offsetTime(at)),
      ])
        expect(back).toEqual(at)
    }),
  )
})

test('a time is Shanghai’s, as the calendar there has it', () => {
  const inShanghai = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  fc.assert(fc.property(wholeSeconds, (at) => dashedTime(at) === inShanghai.format(at)))
})

test.each(['', '20261322140509', '2026112214050', '20261122146009', '2026-11-22T14:05:09'])(
  '%j is no compact time',
  (text) => {
    expect(fromCompactTime(text)).toBeNull()
  },
)

test.each(['2026-11-22 24:05:61', '2026-11-22', '2026-02-31 10:00:00', '22.11.2026 14:05:09'])(
  '%j is no dashed time',
  (text) => {
    expect(fromDashedTime(text)).toBeNull()
  },
)

test.each(['2026-11-22T14:05:09', '2026-11-22', 'now', '2026-13-22T14:05:09Z'])(
  '%j has no offset or is no time',
  (text) => {
    expect(fromOffsetTime(text)).toBeNull()
  },
)
