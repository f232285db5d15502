/**
 * Everything that the audit trail can say was done, by the noun that it was done to. The trail is written with these
 * words only, and the pages have a word for each in both languages (web/texts/audit-actions): neither compiles without.
 */
export const auditActions = {
  account: [
    'activated',
    'activationSent',
    'created',
    'disabled',
    'emailChanged',
    'enabled',
    'localeChanged',
    'loggedIn',
    'loggedOut',
    'loggedOutEverywhere',
    'mobileChanged',
    'organisationSwitched',
    'passwordChanged',
    'passwordReset',
    'passwordResetByLink',
    'profileChanged',
    'recoveryCodesRenewed',
    'resetLinkSent',
    'rolesChanged',
    'secondFactorBegun',
    'secondFactorConfirmed',
    'secondFactorEntered',
    'secondFactorRemoved',
    'sessionEnded',
  ],
  registration: ['begun', 'draft', 'saved', 'resumed', 'pending', 'approved', 'rejected', 'withdrawn', 'forgotten'],
  registrationFile: ['received', 'compressed', 'read', 'unreadable', 'removed'],
  organisation: [
    'registered',
    'created',
    'renamed',
    'moved',
    'enabled',
    'disabled',
    'removed',
    'contactChanged',
    'adminAdded',
    'adminRemoved',
    'unmaskGranted',
    'unmaskRevoked',
  ],
  billing: ['saved', 'exceptionAllowed'],
  learner: [
    'created',
    'imported',
    'updated',
    'updatedThemselves',
    'idNumberChanged',
    'moved',
    'transferred',
    'enabled',
    'disabled',
    'passwordGiven',
    'unmasked',
  ],
  learners: ['exported', 'keysRotated'],
  import: [
    'received',
    'readAgain',
    'corrected',
    'commitStarted',
    'committed',
    'failed',
    'cancelled',
    'tidied',
    'reportDownloaded',
  ],
  plan: ['created', 'updated', 'published', 'closed', 'copied', 'removed'],
  enrolment: [
    'created',
    'updated',
    'submitted',
    'confirmed',
    'rejected',
    'reopened',
    'withdrawn',
    'removed',
    'revoked',
    'attended',
    'attendanceRemoved',
  ],
  order: ['created', 'open', 'paid', 'expired', 'cancelled', 'merged', 'split'],
  payment: ['begun', 'pending', 'confirmed', 'failed', 'expired', 'cancelled'],
  gatewayNotice: ['handled'],
  refund: ['requested', 'approved', 'sent', 'done', 'failed', 'rejected', 'withdrawn'],
  cardBatch: ['issued', 'takenBack'],
  voucher: ['begun', 'draft', 'corrected', 'submitted', 'approved', 'rejected'],
  voucherFile: ['received', 'compressed', 'read', 'unreadable', 'removed', 'lineAdded', 'lineRemoved'],
  voucherDecision: ['waiting', 'undone', 'effective', 'failed'],
  invoiceRequest: ['opened', 'requested', 'corrected', 'approved', 'issuing', 'issued', 'delivered', 'rejected'],
  invoiceFile: ['received', 'removed'],
  notice: ['resent'],
  job: ['givenUp', 'resent'],
  centre: ['updated'],
  payeeAccount: ['added', 'changed'],
  calendar: ['saved'],
} as const

export type AuditNoun = keyof typeof auditActions
export type AuditAction = { [Noun in AuditNoun]: `${Noun}.${(typeof auditActions)[Noun][number]}` }[AuditNoun]

export const auditNouns = Object.keys(auditActions) as readonly AuditNoun[]

/** The actions of one noun, `voucher.approved` and so on. */
export function actionsOf(noun: AuditNoun): AuditAction[] {
  return auditActions[noun].map((verb) => `${noun}.${verb}` as AuditAction)
}

/**
 * What only staff may see, whoever's it is: decisions that can still be undone and that nobody outside knows of, what
 * reviewers wrote about a registration, jobs, what staff prepare before it becomes an invoice, and plans, which are the
 * centre's own.
 */
export const staffOnlyNouns: readonly AuditNoun[] = [
  'registration',
  'registrationFile',
  'voucherDecision',
  'job',
  'invoiceFile',
  'plan',
  'gatewayNotice',
  'centre',
  'payeeAccount',
  'calendar',
]
