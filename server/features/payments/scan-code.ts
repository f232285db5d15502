import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { drawQr, type QrDrawing } from '../../platform/draw-qr.ts'
import { openCashier } from './open-cashier.ts'

/**
 * The QR code that is scanned with the provider's own app (WeChat Pay native). Throws `gatewayRefused` for a
 * provider whose cashier is a page, and what `openCashier` throws.
 */
export async function scanCode(
  deps: Pick<Deps, 'db' | 'clock' | 'providers' | 'settings'>,
  actor: AccountActor,
  id: string,
): Promise<QrDrawing> {
  const { cashier } = await openCashier(deps, actor, { id, device: 'desktop', origin: deps.settings.linkBase })
  if (cashier.kind !== 'qr') throw new AppError('gatewayRefused')
  return drawQr(cashier.text)
}
