import { z } from 'zod'

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u)

export const invoiceWays = ['files', 'provider'] as const
/** `files`: staff issue on the tax platform and drop the files here; `provider`: a provider's API issues. */

/** How the centre matches money and issues invoices; its name and tax number stand in the centre's settings. */
export const financeSettingsSchema = z.object({
  /** The strongest class of matches settles by itself. */
  autoSettle: z.boolean(),
  invoiceWay: z.enum(invoiceWays),
  /** Share of the tax in hundredths of a percent, 0 to 20 %: 600 is 6 %. */
  invoiceTaxRateBp: z.number().int().min(0).max(2000),
  /** What is sold, as invoices name it: `*` the short name of its kind `*` and its own (商品和服务税收分类). */
  invoiceItemName: line(90).min(1),
  sellerAddress: line(100),
  sellerTelephone: line(30),
  sellerBank: line(100),
  sellerBankAccount: line(32).regex(/^[0-9A-Za-z -]*$/),
})
export type FinanceSettings = z.infer<typeof financeSettingsSchema>
