import { z } from 'zod'
import { isDuration } from './durations.rules.ts'

/**
 * A statement as xAPI 1.0.3 (part two) and IEEE 9274.1.1 (2.0) define it. Everything is strict: what the standard does not
 * know is refused, as it demands ("where a key or value is not allowed", 2.2), and so is null outside of extensions.
 */
const iri = z
  .string()
  .max(2000)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$/)
/** In lower case, as it is stored. */
export const uuidSchema = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/)
  .transform((text) => text.toLowerCase())
/** The token lengths of RFC 5646. */
const languageTag = z.string().regex(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/)
const languageMap = z.record(languageTag, z.string())
const extensions = z.record(iri, z.unknown())

/** RFC 3339, but no offset of minus zero (4.5). */
export const timestampSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$/)
  .refine((text) => !/-00(?::?00)?$/.test(text) && !Number.isNaN(momentOf(text).getTime()))

/** The moment that a timestamp names, to the millisecond; `+08` and `+0800` mean `+08:00`. */
export function momentOf(timestamp: string): Date {
  return new Date(
    timestamp
      .toUpperCase()
      .replace(/([+-]\d{2})(\d{2})?$/, (_offset, hours: string, minutes = '00') => `${hours}:${minutes}`),
  )
}

const identifiers = {
  mbox: z
    .string()
    .max(320)
    .regex(/^mailto:[^@\s]+@[^@\s]+$/)
    .optional(),
  mbox_sha1sum: z
    .string()
    .regex(/^[0-9a-fA-F]{40}$/)
    .optional(),
  openid: iri.optional(),
  account: z.strictObject({ homePage: iri, name: z.string().min(1).max(500) }).optional(),
}
const identified = (one: object) =>
  ['mbox', 'mbox_sha1sum', 'openid', 'account'].filter((key) => (one as Record<string, unknown>)[key] !== undefined)
    .length

const agent = z
  .strictObject({ objectType: z.literal('Agent').optional(), name: z.string().optional(), ...identifiers })
  .refine((one) => identified(one) === 1)
const group = z
  .strictObject({
    objectType: z.literal('Group'),
    name: z.string().optional(),
    member: z.array(agent).optional(),
    ...identifiers,
  })
  .refine((one) => identified(one) === 1 || (identified(one) === 0 && (one.member?.length ?? 0) > 0))
export const actorSchema = z.union([group, agent])
export type XapiActor = z.infer<typeof actorSchema>

const verb = z.strictObject({ id: iri, display: languageMap.optional() })

const component = z.array(z.strictObject({ id: z.string().min(1), description: languageMap.optional() })).optional()
const definition = z.strictObject({
  name: languageMap.optional(),
  description: languageMap.optional(),
  type: iri.optional(),
  moreInfo: iri.optional(),
  interactionType: z
    .enum([
      'true-false',
      'choice',
      'fill-in',
      'long-fill-in',
      'matching',
      'performance',
      'sequencing',
      'likert',
      'numeric',
      'other',
    ])
    .optional(),
  correctResponsesPattern: z.array(z.string()).optional(),
  choices: component,
  scale: component,
  source: component,
  target: component,
  steps: component,
  extensions: extensions.optional(),
})
const activity = z.strictObject({
  objectType: z.literal('Activity').optional(),
  id: iri,
  definition: definition.optional(),
})
const statementReference = z.strictObject({ objectType: z.literal('StatementRef'), id: uuidSchema })

const score = z
  .strictObject({
    scaled: z.number().min(-1).max(1).optional(),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(
    ({ raw, min, max }) =>
      (min ?? -Infinity) <= (max ?? Infinity) &&
      (raw ?? min ?? 0) >= (min ?? -Infinity) &&
      (raw ?? max ?? 0) <= (max ?? Infinity),
  )
const result = z.strictObject({
  score: score.optional(),
  success: z.boolean().optional(),
  completion: z.boolean().optional(),
  response: z.string().optional(),
  duration: z.string().refine(isDuration).optional(),
  extensions: extensions.optional(),
})

const activities = z.union([z.array(activity), activity]).optional()
const context = z.strictObject({
  registration: uuidSchema.optional(),
  instructor: actorSchema.optional(),
  team: group.optional(),
  contextActivities: z
    .strictObject({ parent: activities, grouping: activities, category: activities, other: activities })
    .optional(),
  // 2.0
  contextAgents: z
    .array(
      z.strictObject({ objectType: z.literal('contextAgent'), agent, relevantTypes: z.array(iri).min(1).optional() }),
    )
    .optional(),
  contextGroups: z
    .array(
      z.strictObject({ objectType: z.literal('contextGroup'), group, relevantTypes: z.array(iri).min(1).optional() }),
    )
    .optional(),
  revision: z.string().optional(),
  platform: z.string().optional(),
  language: languageTag.optional(),
  statement: statementReference.optional(),
  extensions: extensions.optional(),
})

/** Raw data of attachments is not taken: one without an address of its own would be lost. */
const attachment = z.strictObject({
  usageType: iri,
  display: languageMap,
  description: languageMap.optional(),
  contentType: z.string().min(1),
  length: z.number().int().min(0),
  sha2: z.string().min(1),
  fileUrl: iri,
})

const shared = {
  actor: actorSchema,
  verb,
  result: result.optional(),
  context: context.optional(),
  timestamp: timestampSchema.optional(),
  attachments: z.array(attachment).optional(),
}
const plainObject = z.union([activity, statementReference, actorSchema.refine((one) => one.objectType !== undefined)])
type WithContext = { object: { objectType?: string | undefined }; context?: z.infer<typeof context> | undefined }
/** Revision and platform say something about an activity, and about nothing else (2.4.6). */
const contextFits = ({ object, context: said }: WithContext) =>
  (object.objectType ?? 'Activity') === 'Activity' || (said?.revision === undefined && said?.platform === undefined)

const subStatement = z
  .strictObject({ objectType: z.literal('SubStatement'), ...shared, object: plainObject })
  .refine(contextFits)

export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided'

export const statementSchema = z
  .strictObject({
    id: uuidSchema.optional(),
    ...shared,
    object: z.union([plainObject, subStatement]),
    stored: timestampSchema.optional(),
    authority: actorSchema.optional(),
    version: z
      .string()
      .regex(/^(?:1\.0(?:\.\d+)?|2\.0(?:\.\d+)?)$/)
      .optional(),
  })
  .refine(contextFits)
  .refine(({ verb: said, object }) => said.id !== voidedVerb || object.objectType === 'StatementRef')
export type XapiStatement = z.infer<typeof statementSchema>
