import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { sendMade } from '../../server/http/made-files.ts'

const body = [new TextEncoder().encode('一'), new TextEncoder().encode('二')]

test.each([
  ['pdf', 'application/pdf'],
  ['workbook', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['archive', 'application/zip'],
] as const)(
  'a %s that is made when asked for is a download that nobody keeps on the way',
  async (type, contentType) => {
    const app = new Hono().get('/', (c) =>
      sendMade(c, type, { fileName: '学时 证明.x', body }, { 'x-given-count': '2' }),
    )
    const answer = await app.request('/')
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': contentType,
      'content-disposition': "attachment; filename*=UTF-8''%E5%AD%A6%E6%97%B6%20%E8%AF%81%E6%98%8E.x",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-given-count': '2',
    })
    expect(await answer.text()).toBe('一二')
  },
)
