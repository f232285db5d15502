import { expect, test } from 'vitest'
import { comparableOf } from '../../server/features/learning-platforms/compare-statements.rules.ts'
import {
  momentOf,
  statementSchema,
  timestampSchema,
} from '../../server/features/learning-platforms/xapi-statement.schema.ts'

const statement = {
  actor: { mbox: 'mailto:gu@example.com' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { 'zh-CN': '学完' } },
  object: { id: 'https://lms.example.com/course/1', definition: { name: { 'zh-CN': '安全生产法' } } },
}
const accepts = (change: object) => statementSchema.safeParse({ ...statement, ...change }).success

test.each([
  ['as it is', {}],
  ['with an account', { actor: { objectType: 'Agent', account: { homePage: 'https://a.example.com', name: '王芳' } } }],
  ['of an anonymous group', { actor: { objectType: 'Group', member: [{ mbox: 'mailto:a@b.cn' }] } }],
  ['about an agent', { object: { objectType: 'Agent', mbox: 'mailto:a@b.cn' } }],
  [
    'about what somebody planned',
    { object: { objectType: 'SubStatement', actor: statement.actor, verb: statement.verb, object: statement.object } },
  ],
  ['with a context activity that is no list', { context: { contextActivities: { parent: { id: 'urn:a' } } } }],
  ['with extensions that hold null', { result: { extensions: { 'urn:x': null } } }],
  [
    'of version 2.0 with context agents',
    {
      version: '2.0.0',
      context: { contextAgents: [{ objectType: 'contextAgent', agent: { mbox: 'mailto:a@b.cn' } }] },
    },
  ],
  [
    'with an attachment that has an address',
    {
      attachments: [
        {
          usageType: 'urn:u',
          display: { en: 'a' },
          contentType: 'text/plain',
          length: 1,
          sha2: 'a',
          fileUrl: 'https://a.example.com/f',
        },
      ],
    },
  ],
])('a statement %s is taken', (_what, change) => {
  expect(accepts(change)).toBe(true)
})

/** xAPI 1.0.3 part two 2.2: null, unknown keys, wrong case, strings for numbers, IRIs without a scheme… */
test.each([
  ['without an actor', { actor: undefined }],
  ['with null', { result: null }],
  ['with a key that the standard does not know', { verdict: 'good' }],
  ['with a key in the wrong case', { Result: {} }],
  ['with two ways to identify its actor', { actor: { mbox: 'mailto:a@b.cn', openid: 'https://a.example.com' } }],
  ['with no way to identify its actor', { actor: { name: '王芳' } }],
  ['of a group without members', { actor: { objectType: 'Group', name: '一组' } }],
  ['with a verb without a scheme', { verb: { id: 'completed' } }],
  ['with an activity without an address', { object: { definition: {} } }],
  ['with a string for a boolean', { result: { completion: 'true' } }],
  ['with a string for a number', { result: { score: { raw: '5' } } }],
  ['with a score beyond its scale', { result: { score: { scaled: 1.1 } } }],
  ['with a score over its maximum', { result: { score: { raw: 11, max: 10 } } }],
  ['with a duration that is none', { result: { duration: '1h' } }],
  ['with an id that is none', { id: '1' }],
  ['with a language that is none', { verb: { id: 'urn:v', display: { 'a12345678-x': 'x' } } }],
  ['with a time without a zone', { timestamp: '2026-05-08T10:00:00' }],
  ['with a time of minus zero', { timestamp: '2026-05-08T10:00:00-00:00' }],
  ['of a version that is none', { version: '0.95' }],
  [
    'with a revision of what is no activity',
    { object: { objectType: 'Agent', mbox: 'mailto:a@b.cn' }, context: { revision: '1' } },
  ],
  ['that voids what is no statement', { verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } }],
  [
    'within a statement within a statement',
    {
      object: {
        objectType: 'SubStatement',
        actor: statement.actor,
        verb: statement.verb,
        object: { objectType: 'SubStatement', ...statement },
      },
    },
  ],
  [
    'with an attachment that is nowhere',
    { attachments: [{ usageType: 'urn:u', display: { en: 'a' }, contentType: 'text/plain', length: 1, sha2: 'a' }] },
  ],
])('a statement %s is refused', (_what, change) => {
  expect(accepts(change)).toBe(false)
})

test.each([
  ['2026-05-08T10:00:00Z', '2026-05-08T10:00:00.000Z'],
  ['2026-05-08T10:00:00.1234567Z', '2026-05-08T10:00:00.123Z'],
  ['2026-05-08T18:00:00+08:00', '2026-05-08T10:00:00.000Z'],
  ['2026-05-08T18:00:00+0800', '2026-05-08T10:00:00.000Z'],
  ['2026-05-08T18:00:00+08', '2026-05-08T10:00:00.000Z'],
  ['2026-05-08t04:30:00-05:30', '2026-05-08T10:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(timestampSchema.safeParse(text).success).toBe(true)
  expect(momentOf(text).toISOString()).toBe(expected)
})

test('two statements are the same whatever a server adds, a verb is shown as, or a group is ordered by', () => {
  const group = (...names: string[]) => ({
    objectType: 'Group',
    member: names.map((name) => ({ mbox: `mailto:${name}@b.cn` })),
  })
  const same = { ...statement, actor: group('a', 'b') }
  expect(comparableOf(same)).toBe(
    comparableOf({
      version: '1.0.0',
      stored: '2026-05-08T10:00:00Z',
      id: '1',
      object: { id: statement.object.id },
      verb: { id: statement.verb.id },
      actor: group('b', 'a'),
    }),
  )
  expect(comparableOf(same)).not.toBe(comparableOf({ ...same, result: { duration: 'PT1H' } }))
  // A duration is text: PT60M is not PT1H (part two 2.3.1).
  expect(comparableOf({ ...same, result: { duration: 'PT60M' } })).not.toBe(
    comparableOf({ ...same, result: { duration: 'PT1H' } }),
  )
  // What stands in extensions is whoever's it is.
  const extended = (display: string) => ({ ...same, result: { extensions: { 'urn:verb': { display } } } })
  expect(comparableOf(extended('a'))).not.toBe(comparableOf(extended('b')))
})
