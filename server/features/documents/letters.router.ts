import { t } from '../../trpc/init.ts'
import { auditReader, organisationAdmin, reviewer } from '../../trpc/procedures.ts'
import {
  countLettersSchema,
  findLetterSchema,
  letterIdSchema,
  letterPreviewInput,
  listLettersSchema,
  printLetterSchema,
  receiveLettersSchema,
} from './letters.schema.ts'
import { previewLetter, printLetter } from './print-letter.ts'
import { cancelLetter, putLetterBack, receiveLetters } from './receive-letters.ts'
import { countLetters, findScannedLetter, listLetters, loadLetterAddress, viewLetter } from './view-letter.ts'

export const lettersRouter = t.router({
  address: auditReader.query(({ ctx }) => loadLetterAddress(ctx.deps)),
  preview: organisationAdmin
    .input(letterPreviewInput)
    .query(({ ctx, input }) => previewLetter(ctx.deps, ctx.actor, input)),
  print: organisationAdmin
    .input(printLetterSchema)
    .mutation(({ ctx, input }) => printLetter(ctx.deps, ctx.actor, input)),
  cancel: organisationAdmin
    .input(letterIdSchema)
    .mutation(({ ctx, input }) => cancelLetter(ctx.deps, ctx.actor, input.id)),
  list: auditReader.input(listLettersSchema).query(({ ctx, input }) => listLetters(ctx.deps, ctx.actor, input)),
  counts: auditReader.input(countLettersSchema).query(({ ctx, input }) => countLetters(ctx.deps, ctx.actor, input)),
  get: auditReader.input(letterIdSchema).query(({ ctx, input }) => viewLetter(ctx.deps, ctx.actor, input.id)),
  find: reviewer.input(findLetterSchema).query(({ ctx, input }) => findScannedLetter(ctx.deps, ctx.actor, input.code)),
  receive: reviewer
    .input(receiveLettersSchema)
    .mutation(({ ctx, input }) => receiveLetters(ctx.deps, ctx.actor, input)),
  putBack: reviewer.input(letterIdSchema).mutation(({ ctx, input }) => putLetterBack(ctx.deps, ctx.actor, input.id)),
})
