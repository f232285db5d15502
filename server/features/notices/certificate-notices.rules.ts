import type { NoticePlan } from './notices.rules.ts'

const aboutCertificate = {
  subject: (a: { readonly certificateId: string }) => ({ type: 'certificate' as const, id: a.certificateId }),
}
/** Learners see their certificates on their own page. */
const toLearner = {
  ...aboutCertificate,
  app: 'person' as const,
  email: (a: { readonly email: string }) => a.email,
  page: () => '/learner',
}

export type CertificateNoticeKind =
  | 'certificateIssued'
  | 'certificatesIssued'
  | 'certificateRevoked'
  | 'learnerCertificateRevoked'

export const certificateNoticePlans: { readonly [K in CertificateNoticeKind]: NoticePlan<K> } = {
  certificateIssued: { ...toLearner, eventKey: (a) => `certificateIssued:${a.certificateId}` },
  certificatesIssued: {
    eventKey: (a) => `certificatesIssued:${a.planId}:${a.organisationId}:${a.issuedAt}`,
    subject: (a) => ({ type: 'plan', id: a.planId }),
    email: null,
    page: (a) => `/certificates?plan=${a.planId}`,
  },
  certificateRevoked: { ...toLearner, eventKey: (a) => `certificateRevoked:${a.certificateId}` },
  learnerCertificateRevoked: {
    ...aboutCertificate,
    eventKey: (a) => `learnerCertificateRevoked:${a.certificateId}`,
    email: null,
    page: (a) => `/certificates/${a.certificateId}`,
  },
}
