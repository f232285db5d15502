import { formatHours } from '../../core/hours.ts'
import type { CertificateNoticeKind } from './certificate-notices.rules.ts'
import { openFact as open } from './notice-phrases.ts'
import { type NoticeTemplate, withoutStop } from './notice-text.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

export const certificateTemplatesEnglish: { readonly [K in CertificateNoticeKind]: NoticeTemplate<K> } = {
  certificateIssued: (a, revealed) => ({
    title: `Certificate issued: ${a.planName}`,
    sentence: `You have the hours that ${a.planName} asks for, and certificate ${a.certificateNumber} was issued on ${a.issuedOn}.`,
    facts: [
      ['Training plan', a.planName],
      ['Certificate', a.certificateNumber],
      ['Hours', formatHours(a.hours)],
      ['Issued on', a.issuedOn],
      ...(a.replacesNumber === null ? [] : [['In place of', a.replacesNumber] as const]),
      ['Check it at', a.checkUrl],
      ...open('See it', revealed),
    ],
    steps: ['Log in to see it and to download it as a PDF. Anybody can check it by its QR code.'],
  }),
  certificatesIssued: (a) => ({
    title: `Certificates issued: ${a.planName}, ${say.people(a.count)}`,
    sentence: `The certificates of ${say.someOf(a)} for ${a.planName} were issued: see them, or download them all.`,
    facts: [],
    steps: [],
  }),
  certificateRevoked: (a, revealed) => ({
    title: `Certificate revoked: ${a.certificateNumber}`,
    sentence: `The training centre revoked your certificate ${a.certificateNumber} for ${a.planName}: ${withoutStop(a.reason)}.`,
    facts: [
      ['Training plan', a.planName],
      ['Certificate', a.certificateNumber],
      ['Reason', a.reason],
      ...open('See it', revealed),
    ],
    steps: [
      'Please do not use it any more: who checks it is told that it was revoked. If this is a mistake, call the training centre.',
    ],
  }),
  learnerCertificateRevoked: (a) => ({
    title: `Certificate of ${a.learnerName} revoked`,
    sentence: `The training centre revoked certificate ${a.certificateNumber} of ${a.learnerName} for ${a.planName}: ${withoutStop(a.reason)}.`,
    facts: [],
    steps: [],
  }),
}
