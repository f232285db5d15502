import { AppError } from '../../core/app-error.ts'
import type { OnlineMethod, PaymentProvider, ProviderName } from './payment-provider.ts'

/** The providers that are set up here, the preferred one for each method first. */
export type PaymentProviders = readonly PaymentProvider[]

/** What a person can choose from, in the order of the manual. */
export function methodsOf(providers: PaymentProviders): OnlineMethod[] {
  const order: readonly OnlineMethod[] = ['card', 'netbank', 'wechat', 'alipay']
  return order.filter((method) => providers.some((provider) => provider.methods.includes(method)))
}

/** Throws `paymentMethodOff`. */
export function providerFor(providers: PaymentProviders, method: OnlineMethod): PaymentProvider {
  const provider = providers.find((candidate) => candidate.methods.includes(method))
  if (!provider) throw new AppError('paymentMethodOff', { method })
  return provider
}

/** The provider that an attempt or a refund was made with; throws `gatewayUnavailable` when it is set up no more. */
export function providerNamed(providers: PaymentProviders, name: ProviderName): PaymentProvider {
  const provider = providers.find((candidate) => candidate.name === name)
  if (!provider) throw new AppError('gatewayUnavailable', { provider: name })
  return provider
}
