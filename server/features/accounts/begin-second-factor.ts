import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { drawQr } from '../../platform/draw-qr.ts'
import type { SecondFactorOffer } from './accounts.schema.ts'
import { offerTotpSecret } from './accounts.store.ts'
import type { SignedIn } from './load-session.ts'
import { newTotpSecret } from './second-factor.ts'
import { otpauthUrl } from './totp.rules.ts'

/** What the authenticator shows above its codes. */
const issuer = '学时'

/**
 * Offers staff a secret for their authenticator; it counts only once a code from it has been typed. Beginning again
 * offers another. Throws `notAllowed` for who is no staff, `conflict` where there is a second factor, and what the
 * session still owes.
 */
export async function beginSecondFactor(deps: Deps, signedIn: SignedIn): Promise<SecondFactorOffer> {
  const { actor } = signedIn
  refuseUnlessReady(signedIn)
  const { secret, sealed } = newTotpSecret(deps, actor.accountId)
  await inTransaction(deps, async (tx) => {
    if (!(await offerTotpSecret(tx, actor.accountId, sealed))) throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'account.secondFactorBegun',
      subjectType: 'account',
      subjectId: actor.accountId,
      organisationId: null,
    })
  })
  const url = otpauthUrl(issuer, actor.name, secret)
  return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), otpauthUrl: url, qr: drawQr(url) }
}

/** Who has only a password, or an old one-time password, changes nothing about the second factor. */
export function refuseUnlessReady({ actor, gate }: SignedIn): void {
  if (gate === 'secondFactor') throw new AppError('secondFactorNeeded')
  if (gate === 'passwordChange') throw new AppError('passwordChangeNeeded')
  if (actor.staffRoles.length === 0) throw new AppError('notAllowed')
}
