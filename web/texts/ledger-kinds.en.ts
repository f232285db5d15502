import { ledgerKindsEnglish } from '../../server/features/ledger/ledger-kinds.en.words.ts'

export const en = ledgerKindsEnglish
