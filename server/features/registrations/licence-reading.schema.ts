import { z } from 'zod'
import { fieldSchema, readingBase } from '../files/reading.schema.ts'

/**
 * What a machine read on a business licence 营业执照 (also 事业单位法人证书 and 民办非企业单位登记证书, whose labels mean
 * the same). Stored with the file that it was read from, shown as boxes over the picture, compared by the checks. A field
 * that was not found is null, never guessed.
 */
export const licenceFieldNames = [
  'creditCode',
  'name',
  'kind',
  'legalRepresentative',
  'registeredCapital',
  'registeredOn',
  'validFrom',
  'validUntil',
  'address',
] as const
export type LicenceFieldName = (typeof licenceFieldNames)[number]

const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const licenceReadingSchema = z.object({
  ...readingBase,
  fields: z.object({
    /** 统一社会信用代码, or the 注册号 or 组织机构代码 of an older licence: upper case, without blanks. */
    creditCode: fieldSchema(z.string()),
    /** 名称, exactly as printed (brackets as they are, no blanks). */
    name: fieldSchema(z.string()),
    /** 类型 */
    kind: fieldSchema(z.string()),
    /** 法定代表人, 负责人, 经营者 or 投资人 */
    legalRepresentative: fieldSchema(z.string()),
    /** 注册资本, as printed. */
    registeredCapital: fieldSchema(z.string()),
    /** 成立日期 or 注册日期, `2010-05-18` */
    registeredOn: fieldSchema(daySchema),
    /** The first day of 营业期限. */
    validFrom: fieldSchema(daySchema),
    /** The last day of 营业期限 / 有效期; `longTerm` for 长期. */
    validUntil: fieldSchema(z.union([daySchema, z.literal('longTerm')])),
    /** 住所, 营业场所 or 经营场所 */
    address: fieldSchema(z.string()),
  }),
})
export type LicenceReading = z.infer<typeof licenceReadingSchema>
export type LicenceFields = LicenceReading['fields']
