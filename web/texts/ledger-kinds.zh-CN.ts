import { ledgerKindsChinese } from '../../server/features/ledger/ledger-kinds.zh-cn.words.ts'
import { defineTexts } from './texts.ts'

/** The words of the workbooks are those of the pages. */
export const t = defineTexts(ledgerKindsChinese, () => import('./ledger-kinds.en.ts'))
