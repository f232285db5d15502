import type { VoucherClaims, VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { createDraft } from '../../offline/draft.ts'

export type ClaimName = keyof VoucherClaims

export interface Claims {
  /** What stands in a field: typed here, else typed before, else read from the slip; null when nobody knows. */
  value(name: Exclude<ClaimName, 'amountFen'>): string
  amount(): VoucherClaims['amountFen']
  /** Keeps an entry on this device at once; `save` brings it to the server. An empty text is "as it was read". */
  set<N extends ClaimName>(name: N, value: VoucherClaims[N]): void
  /** All that was typed, for submitting. */
  all(): VoucherClaims
  /** Sends what the server does not have yet. Resolves when the checks have been asked to run again. */
  save(): Promise<void>
  readonly saving: boolean
  readonly error: Error | null
  /** When it has been submitted, the server has it all. */
  clear(): void
}

/** What somebody types about a slip. It survives a reload, and the voucher's page and its second step share it. */
export function createClaims(voucher: () => VoucherView): Claims {
  const { draft, setDraft, clear } = createDraft<Partial<VoucherClaims>>(`voucher-${voucher().id}`, {})
  const save = api.vouchers.saveClaims.use({ stale: [api.vouchers.get.key()] })
  const typed = () => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined))
  const all = (): VoucherClaims => ({ ...voucher().claims, ...typed() })
  return {
    value(name) {
      const here = draft[name]
      if (here !== undefined) return here ?? ''
      const effective = name === 'note' ? null : voucher().effective[name]
      return voucher().claims[name] ?? effective?.value ?? ''
    },
    amount() {
      const here = draft.amountFen
      return here !== undefined ? here : (voucher().effective.amountFen?.value ?? null)
    },
    set: (name, value) => setDraft({ [name]: value === '' ? null : value }),
    all,
    async save() {
      const claims = all()
      const changed = Object.keys(typed()) as ClaimName[]
      if (changed.every((name) => claims[name] === voucher().claims[name])) return
      await save.mutateAsync({ id: voucher().id, claims })
      // What was typed meanwhile stays.
      for (const name of changed) if (draft[name] === claims[name]) setDraft({ [name]: undefined })
    },
    get saving() {
      return save.isPending
    },
    get error() {
      return save.error
    },
    clear,
  }
}
