import { expect, test } from 'vitest'
import { allQueues } from '../../server/platform/all-queues.ts'
import { namedQueues } from '../../web/texts/job-names.zh-CN.ts'

test('every queue has a name that staff can read, and no name is left of one that is gone', () => {
  expect([...namedQueues].toSorted()).toEqual(Object.keys(allQueues).toSorted())
})
