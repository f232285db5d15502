import {
  type AuditAction,
  type AuditNoun,
  actionsOf,
  auditNouns,
  staffOnlyNouns,
} from '../../../server/core/audit-actions.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { AuditChange, AuditRow, ChainFault } from '../../../server/features/audit/audit.schema.ts'
import { t } from '../../texts/audit.zh-CN.ts'
import { t as actionTexts } from '../../texts/audit-actions.zh-CN.ts'
import { hasWord, t as valueTexts } from '../../texts/audit-values.zh-CN.ts'
import { formatBytes, formatDateTime, formatYuan } from '../../texts/format.ts'

/** What an organisation's admin can look for. */
export const organisationNouns = auditNouns.filter((noun) => !staffOnlyNouns.includes(noun))

const knownActions = new Set<string>(auditNouns.flatMap(actionsOf))

/** What was done, in words; an action of a later version stands as it is. */
export function actionWord(action: string): string {
  return knownActions.has(action) ? actionTexts(action as AuditAction) : action
}

export function nounWord(noun: string): string {
  return auditNouns.some((one) => one === noun) ? actionTexts(noun as AuditNoun) : noun
}

/** 订单 PX26ANCM3S, 学员 王芳 */
export function subjectWord(row: Pick<AuditRow, 'subjectType' | 'subjectName'>): string {
  const noun = nounWord(row.subjectType)
  return row.subjectName ? `${noun} ${row.subjectName}` : noun
}

/** Who did it: the system's own name is that of a queue, which says nothing to anybody. */
export function actorWord(row: Pick<AuditRow, 'actorName' | 'actorRole'>): string {
  return row.actorRole === 'system' ? t('system') : row.actorName
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The name of a value; of `details.title` what `title` is called. */
export function keyWord(key: string): string {
  const name = `key${capital(key.split('.').at(-1) ?? key)}`
  return hasWord(name) ? valueTexts(name) : key
}

/** The values that are one of a few words of the product's own; what people typed stays as it is. */
const codedKey =
  /(?:^|\.)(?:state|verdict|mode|held|kind|method|way|outcome|roles|staffRoles|invoiceKind|account|purpose|next)$/

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

/**
 * A value in words: money in yuan, moments in Shanghai's time, states by their names. What `submitted` or `pending` means
 * depends on the noun: an enrolment waits for its review, a voucher was handed in.
 */
export function valueWord(key: string, value: AuditChange['before'], now: Date, noun = ''): string {
  if (value === null || value === '') return t('nothing')
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  if (typeof value === 'number') {
    if (key.endsWith('Fen')) return formatYuan(value as Fen)
    return /(?:^|\.)sizeBytes$/.test(key) ? formatBytes(value) : String(value)
  }
  if (instant.test(value)) return formatDateTime(value, now)
  if (key === 'next' && value === 'open') return t('letIn')
  if (!codedKey.test(key)) return value
  return value
    .split('、')
    .map((one) => {
      const name = [`${noun}${capital(one)}`, `value${capital(one)}`].find(hasWord)
      return name ? valueTexts(name) : one
    })
    .join('、')
}

const faultWords = {
  changed: 'faultChanged',
  deleted: 'faultDeleted',
  inserted: 'faultInserted',
  sealMissing: 'faultSealMissing',
  reordered: 'faultReordered',
} as const satisfies Record<ChainFault, string>

export function faultWord(fault: ChainFault): string {
  return t(faultWords[fault])
}
