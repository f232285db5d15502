import { encode } from 'uqr'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { SecondFactorOffer } from './accounts.schema.ts'
import { offerTotpSecret } from './accounts.store.ts'
import type { SignedIn } from './load-session.ts'
import { newTotpSecret } from './second-factor.ts'
import { otpauthUrl } from './totp.rules.ts'

/** What the authenticator shows above its codes. */
const issuer = '学时'

/** ISO/IEC 18004 asks for four modules of quiet around the code. */
const quietModules = 4

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

/** The dark modules of a QR code as one SVG path, a rectangle for each run in a row. */
function drawQr(text: string): SecondFactorOffer['qr'] {
  const { data, size } = encode(text, { ecc: 'M', border: quietModules })
  const rectangles = data.flatMap((row, y) =>
    Array.from(
      row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
      (run) => {
        const width = run[0].length
        return `M${run.index} ${y}h${width}v1h-${width}z`
      },
    ),
  )
  return { size, path: rectangles.join('') }
}
