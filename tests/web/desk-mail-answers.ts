import { AppError } from '../../server/core/app-error.ts'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import { noticeSamples } from '../../server/features/notices/notice-samples.ts'
import { valuesOf } from '../../server/features/notices/notice-values.ts'
import {
  type MailRow,
  type MailView,
  type NoticeKind,
  type NoticeLocale,
  noticeKinds,
  noticeLocales,
} from '../../server/features/notices/notices.schema.ts'
import { renderMail, renderNotice } from '../../server/features/notices/render-notice.ts'
import { checkWords, productWordsOf } from '../../server/features/notices/template-words.ts'
import { templateAreaOf } from '../../server/features/notices/templates.rules.ts'
import {
  type TemplateRow,
  type TemplateView,
  type TemplateWords,
  templateAreas,
} from '../../server/features/notices/templates.schema.ts'
import { deskFinance } from './desk-enrolment-answers.ts'

type Input = Record<string, unknown>
const centre = { name: '苏州检测培训中心', nameEn: 'Suzhou Testing Training Centre', telephone: '0512-65001234' }
const at = '2026-11-22T02:30:00.000Z'

export const deskAdmin: Me = { ...deskFinance, staffRoles: ['systemAdmin'] }

export const bouncedAddress = 'caiwu@gone.example.com'
export const mail = (index: number): MailRow => ({
  id: `0192f0c1-2b3c-7000-8000-0000000000${String(index).padStart(2, '0')}`,
  kind: 'voucherRejected',
  recipient: index === 0 ? bouncedAddress : `caiwu${index}@dept.example.com`,
  subject: `缴费凭证被退回：订单 PX26W3N8P${index}`,
  organisationId: '0192f0c1-2b3c-7000-8000-000000000999',
  organisationName: '苏州工程检测有限公司',
  state: index === 0 ? 'failed' : 'sent',
  stateSince: at,
  attempts: index === 0 ? 0 : 1,
  lastError: index === 0 ? 'addressBounced' : null,
  sentAt: index === 0 ? null : at,
  createdAt: at,
  attachmentCount: 0,
  bouncedAt: null,
})
export const mark = { id: '0192f0c1-2b3c-7000-8000-000000000900', bouncedAt: at, detail: '550 5.1.1 no such user' }

/** A desk with some mail, one address that is marked, and the templates as the product has them. */
export function createMailDesk() {
  const saved = new Map<string, { words: TemplateWords | null; version: number; by: string }>()
  const sent: { procedure: string; input: Input }[] = []
  const keyOf = (kind: NoticeKind, locale: NoticeLocale) => `${kind} ${locale}`

  const rowOf = (kind: NoticeKind): TemplateRow => ({
    kind,
    area: templateAreaOf[kind],
    changed: noticeLocales.filter((locale) => saved.get(keyOf(kind, locale))?.words),
    updatedByName: null,
    updatedAt: null,
  })
  const viewOf = (kind: NoticeKind): TemplateView => ({
    ...rowOf(kind),
    versions: noticeLocales.map((locale) => {
      const own = saved.get(keyOf(kind, locale))
      return {
        locale,
        version: own?.version ?? 0,
        words: own?.words ?? productWordsOf(kind, locale),
        changed: Boolean(own?.words),
        productWords: productWordsOf(kind, locale),
        updatedByName: own?.by ?? null,
        updatedAt: own ? at : null,
      }
    }),
    placeholders: Object.entries(valuesOf(noticeSamples[kind], 'zh-CN')).map(([name, value]) => ({
      name,
      required: name === 'orderNumber',
      samples: { 'zh-CN': value, en: value },
    })),
  })
  type Words = { kind: NoticeKind; locale: NoticeLocale; version: number; words: TemplateWords }
  const write = (by: string, { kind, locale, version }: Words, words: TemplateWords | null) => {
    const own = saved.get(keyOf(kind, locale))
    if ((own?.version ?? 0) !== version) throw new AppError('conflict', { by: own?.by ?? '' })
    saved.set(keyOf(kind, locale), { words, version: version + 1, by })
    return viewOf(kind)
  }
  const mailView = (id: unknown): MailView => {
    const row = Array.from({ length: 10 }, (_, index) => mail(index)).find((one) => one.id === id) ?? mail(0)
    const rendered = renderMail(noticeSamples.voucherRejected, 'zh-CN', centre, '', null)
    return {
      ...row,
      ...rendered,
      subject: row.subject,
      from: '苏州检测培训中心 <fapiao@training.example.cn>',
      messageId: `<${row.id}@training.example.cn>`,
      attachments: [],
      tries: [{ at, outcome: 'refused', detail: mark.detail }],
      subjectType: 'voucher',
      subjectId: row.id,
      bounce: row.recipient === bouncedAddress ? mark : null,
    }
  }
  const procedures: Record<string, (input: Input) => unknown> = {
    'templates.list': () => ({
      rows: templateAreas.flatMap((area) => noticeKinds.map(rowOf).filter((row) => row.area === area)),
    }),
    'templates.get': ({ kind }) => viewOf(kind as NoticeKind),
    'templates.preview': (input) => {
      const { kind, locale, words } = input as Words
      checkWords(kind, words)
      const sample = noticeSamples[kind]
      return { ...renderMail(sample, locale, centre, '', words), notice: renderNotice(sample, locale, words) }
    },
    'templates.save': (input) => {
      sent.push({ procedure: 'save', input })
      const { kind, words } = input as Words
      checkWords(kind, words)
      return write('王磊', input as Words, words)
    },
    'templates.reset': (input) => {
      sent.push({ procedure: 'reset', input })
      return write('王磊', input as Words, null)
    },
    'templates.sendTest': (input) => {
      sent.push({ procedure: 'sendTest', input })
      return { to: 'wanglei@centre.example', mailLeaves: true }
    },
    'notices.listMail': ({ address, organisationId }) => ({
      rows: Array.from({ length: 10 }, (_, index) => mail(index)).filter(
        (row) => (!address || row.recipient === address) && (!organisationId || row.organisationId === organisationId),
      ),
      nextCursor: null,
      mailLeaves: true,
    }),
    'notices.getMail': ({ id }) => mailView(id),
    'notices.addressLog': ({ address }) => ({
      address,
      bounce: address === bouncedAddress ? mark : null,
      tries: [
        { id: '1', noticeId: mail(0).id, subject: mail(0).subject, at, outcome: 'refused', detail: mark.detail },
        { id: '2', noticeId: mail(0).id, subject: mail(0).subject, at, outcome: 'resent', detail: '王磊' },
      ],
    }),
    'notices.listBounces': () => ({
      rows: [
        {
          ...mark,
          address: bouncedAddress,
          noticeId: mail(0).id,
          held: 2,
          organisationId: mail(0).organisationId,
          organisationName: mail(0).organisationName,
        },
      ],
    }),
    'notices.clearBounce': (input) => {
      sent.push({ procedure: 'clearBounce', input })
      return { released: 2 }
    },
    'notices.recordReturned': (input) => {
      sent.push({ procedure: 'recordReturned', input })
      if (!String(input.text).includes('delivery-status'))
        throw new AppError('returnedMailUnknown', { why: 'notReport' })
      return {
        verdict: 'marked',
        noticeId: mail(1).id,
        recipient: mail(1).recipient,
        subject: mail(1).subject,
        organisationName: mail(1).organisationName,
        detail: mark.detail,
      }
    },
    'notices.listOwnMail': () => ({
      rows: [mail(0), mail(1)].map(({ id, kind, subject, recipient, state, sentAt, createdAt }, index) => ({
        id,
        kind,
        subject,
        recipient,
        state,
        sentAt,
        createdAt,
        attachmentCount: index,
        problem: index === 0 ? 'addressBounced' : null,
      })),
      nextCursor: null,
      bounced: [bouncedAddress],
    }),
  }
  return {
    procedures,
    sent,
    inputsOf: (procedure: string) => sent.filter((one) => one.procedure === procedure).map((one) => one.input),
    /** Somebody else saves while the page is open. */
    saveAs: (by: string, kind: NoticeKind, locale: NoticeLocale, words: TemplateWords) =>
      write(by, { kind, locale, version: saved.get(keyOf(kind, locale))?.version ?? 0, words }, words),
    savedWords: (kind: NoticeKind, locale: NoticeLocale) => saved.get(keyOf(kind, locale))?.words ?? null,
  }
}
