import { z } from 'zod'

const fileName = z.string().min(1)

/** Encrypted, except on this machine, where tests have their stand-ins. */
const gatewayAddress = z
  .url()
  .refine(
    (address) => /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(address),
    'it must begin with https://',
  )

/**
 * The variables of the payment providers. A provider is there when all of its own are set; addresses and UNIONPAY_SIGNER
 * have defaults. Files hold keys and certificates in PEM form; their contents never stand in the environment.
 */
export const providerVariables = {
  /** merId, 15 digits. */
  UNIONPAY_MERCHANT: z
    .string()
    .regex(/^[0-9A-Z]{15}$/, '15 digits')
    .optional(),
  /** Our signing key and its certificate, out of the .pfx that CFCA gives. */
  UNIONPAY_KEY_FILE: fileName.optional(),
  UNIONPAY_CERT_FILE: fileName.optional(),
  /** acp_prod_root.cer and acp_prod_middle.cer, one after the other. */
  UNIONPAY_TRUST_FILE: fileName.optional(),
  /** Whom UnionPay's signing certificate must name; `00040000:SIGN` at the test gateway. */
  UNIONPAY_SIGNER: z.string().min(1).optional(),
  UNIONPAY_GATEWAY: gatewayAddress.optional(),
  ALIPAY_APP_ID: z.string().regex(/^\d+$/, 'digits').optional(),
  /** The PID, `2088…`: the account that receives the money. */
  ALIPAY_SELLER_ID: z
    .string()
    .regex(/^2088\d{12}$/, '16 digits that begin with 2088')
    .optional(),
  ALIPAY_KEY_FILE: fileName.optional(),
  /** Alipay's public key for this app, not ours. */
  ALIPAY_PUBLIC_KEY_FILE: fileName.optional(),
  ALIPAY_GATEWAY: gatewayAddress.optional(),
  WECHAT_MERCHANT: z
    .string()
    .regex(/^\d{8,32}$/, 'digits')
    .optional(),
  WECHAT_APP_ID: z.string().min(1).optional(),
  /** apiclient_key.pem and apiclient_cert.pem. */
  WECHAT_KEY_FILE: fileName.optional(),
  WECHAT_CERT_FILE: fileName.optional(),
  /** The APIv3 key: 32 characters. */
  WECHAT_API_V3_KEY_FILE: fileName.optional(),
  /** `PUB_KEY_ID_…` and the public key of that name; merchants from before 2024 have platform certificates instead, or both. */
  WECHAT_PUBLIC_KEY_ID: z
    .string()
    .regex(/^PUB_KEY_ID_\d+$/, 'PUB_KEY_ID_ and digits')
    .optional(),
  WECHAT_PUBLIC_KEY_FILE: fileName.optional(),
  WECHAT_PLATFORM_CERT_FILE: fileName.optional(),
  WECHAT_GATEWAY: gatewayAddress.optional(),
}

export type ProviderVariables = { readonly [Name in keyof typeof providerVariables]?: string | undefined }

const groups = {
  unionpay: ['UNIONPAY_MERCHANT', 'UNIONPAY_KEY_FILE', 'UNIONPAY_CERT_FILE', 'UNIONPAY_TRUST_FILE'],
  alipay: ['ALIPAY_APP_ID', 'ALIPAY_SELLER_ID', 'ALIPAY_KEY_FILE', 'ALIPAY_PUBLIC_KEY_FILE'],
  wechat: ['WECHAT_MERCHANT', 'WECHAT_APP_ID', 'WECHAT_KEY_FILE', 'WECHAT_CERT_FILE', 'WECHAT_API_V3_KEY_FILE'],
  wechatPublicKey: ['WECHAT_PUBLIC_KEY_ID', 'WECHAT_PUBLIC_KEY_FILE'],
  wechatCertificates: ['WECHAT_PLATFORM_CERT_FILE'],
} as const satisfies Record<string, readonly (keyof ProviderVariables)[]>

export type VariableGroup = keyof typeof groups

/**
 * The values of a group of variables that go together, by their names; null when none is set. Throws an Error whose
 * sentence names what is missing: half a provider would take nobody's money and look as if it did.
 */
export function groupOf<Group extends VariableGroup>(
  variables: ProviderVariables,
  group: Group,
): Record<(typeof groups)[Group][number], string> | null {
  const names: readonly (keyof ProviderVariables)[] = groups[group]
  const missing = names.filter((variable) => variables[variable] === undefined)
  if (missing.length === names.length) return null
  if (missing.length > 0)
    throw new Error(`Set ${names.join(', ')} together, or none of them: ${missing[0]} is missing.`)
  return Object.fromEntries(names.map((variable) => [variable, variables[variable]])) as Record<
    (typeof groups)[Group][number],
    string
  >
}
