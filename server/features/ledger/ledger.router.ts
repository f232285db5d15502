import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { t } from '../../trpc/init.ts'
import { finance, staff } from '../../trpc/procedures.ts'
import { correctLedger } from './correct-ledger.ts'
import {
  accountPageSchema,
  accountViewSchema,
  alarmSchema,
  askForProofSchema,
  correctionSchema,
  correctLedgerSchema,
  counterpartSchema,
  counterpartsSchema,
  entryPageSchema,
  listAccountsSchema,
  listEntriesSchema,
  proofIdSchema,
  proofPageSchema,
  proofSchema,
} from './ledger.schema.ts'
import { listAccounts, viewAccount } from './list-accounts.ts'
import { listCounterparts } from './list-counterparts.ts'
import { listEntries } from './list-entries.ts'
import { askForProof, listProofs, loadAlarm, viewProof } from './list-proofs.ts'

/** 台账: every staff member may read where value is; finance corrects it and has the books proven. */
export const ledgerRouter = t.router({
  accounts: staff
    .input(listAccountsSchema)
    .output(accountPageSchema)
    .query(({ ctx, input }) => listAccounts(ctx.deps, input)),
  account: staff
    .input(z.object({ id: idSchema }))
    .output(accountViewSchema)
    .query(({ ctx, input }) => viewAccount(ctx.deps, input)),
  entries: staff
    .input(listEntriesSchema)
    .output(entryPageSchema)
    .query(({ ctx, input }) => listEntries(ctx.deps, input)),
  counterparts: finance
    .input(counterpartsSchema)
    .output(z.array(counterpartSchema))
    .query(({ ctx, input }) => listCounterparts(ctx.deps, input)),
  correct: finance
    .input(correctLedgerSchema)
    .output(correctionSchema)
    .mutation(({ ctx, input }) => correctLedger(ctx.deps, ctx.actor, input)),
  proofs: finance
    .input(pageSchema)
    .output(proofPageSchema)
    .query(({ ctx, input }) => listProofs(ctx.deps, input)),
  proof: finance
    .input(proofIdSchema)
    .output(proofSchema)
    .query(({ ctx, input }) => viewProof(ctx.deps, input)),
  prove: finance
    .input(askForProofSchema)
    .output(askForProofSchema)
    .mutation(({ ctx, input }) => askForProof(ctx.deps, ctx.actor, input)),
  alarm: finance.output(alarmSchema).query(({ ctx }) => loadAlarm(ctx.deps)),
})
