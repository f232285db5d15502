import { t } from '../../trpc/init.ts'
import { systemAdmin } from '../../trpc/procedures.ts'
import { getTemplate, listTemplates } from './list-templates.ts'
import { previewTemplate } from './preview-template.ts'
import { resetTemplate, saveTemplate } from './save-template.ts'
import { sendTestMail } from './send-test-mail.ts'
import {
  getTemplateInput,
  previewTemplateInput,
  resetTemplateInput,
  saveTemplateInput,
  sendTestInput,
} from './templates.schema.ts'

export const templatesRouter = t.router({
  list: systemAdmin.query(({ ctx }) => listTemplates(ctx.deps, ctx.actor)),
  get: systemAdmin.input(getTemplateInput).query(({ ctx, input }) => getTemplate(ctx.deps, ctx.actor, input)),
  preview: systemAdmin
    .input(previewTemplateInput)
    .query(({ ctx, input }) => previewTemplate(ctx.deps, ctx.actor, input)),
  save: systemAdmin.input(saveTemplateInput).mutation(({ ctx, input }) => saveTemplate(ctx.deps, ctx.actor, input)),
  reset: systemAdmin.input(resetTemplateInput).mutation(({ ctx, input }) => resetTemplate(ctx.deps, ctx.actor, input)),
  sendTest: systemAdmin.input(sendTestInput).mutation(({ ctx, input }) => sendTestMail(ctx.deps, ctx.actor, input)),
})
