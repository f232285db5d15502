import type { Env } from '../../env.ts'
import type { PaymentProvider } from './payment-provider.ts'
import type { PaymentProviders } from './payment-providers.ts'

/** The providers that the environment sets up; a real one is preferred to the bank for trying out. */
export function createPaymentProviders(_env: Env): PaymentProviders {
  const providers: PaymentProvider[] = []
  return providers
}
