import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Readable, type Transaction } from '../../platform/database.ts'
import { invoiceIssue } from './invoices.queues.ts'
import type { InvoiceRequestState } from './invoices.schema.ts'
import { changeRequestState, findRequest, lockRequest } from './invoices.store.ts'
import { type About, findAsked, lockAsked, setNext } from './issuing.store.ts'
import { type Asking, backToHand } from './issuing-turns.ts'
import type { IssuingView } from './red-requests.schema.ts'
import { findRedRequest } from './red-requests.store.ts'
import { issuesByProvider, type Starting, startIssuing } from './start-issuing.ts'

/** Has the provider issue an approved request. Throws `notFound`, `conflict`, `invoiceProviderMissing`, `sellerDetailsMissing`. */
export async function issueByProvider(
  deps: Starting & Pick<Deps, 'db'>,
  actor: AccountActor,
  { requestId }: { requestId: string },
): Promise<{ state: InvoiceRequestState }> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  if (request.state === 'issuing') return { state: 'issuing' }
  await inTransaction(deps, (tx) => startIssuing(deps, tx, actor, request))
  return { state: 'issuing' }
}

/** Asks the provider now and not when it would be asked next. Throws `notFound`. */
export async function askProviderNow(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: { about: About; id: string },
): Promise<{ asked: boolean }> {
  await authorizeAsked(deps.db, actor, input)
  return { asked: await inTransaction(deps, (tx) => askSoon(deps, tx, input)) }
}

/** Makes the next question due and queues it. False where none is asked any more. */
export async function askSoon(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  { about, id }: { about: About; id: string },
): Promise<boolean> {
  if (!(await setNext(tx, about, id, { nextQueryAt: deps.clock.now() }))) return false
  await deps.jobs.send(tx, invoiceIssue, { about, id })
  return true
}

/**
 * Takes a request, or a red one, back from the provider, to be issued on the tax platform or sent anew: only where the
 * provider says that nothing was issued and nothing is under way. Throws `notFound`, `conflict`, `invoiceProviderUnavailable`.
 */
export async function takeBackToHand(
  deps: Asking,
  actor: AccountActor,
  input: { about: About; id: string },
): Promise<{ done: true }> {
  if (await takeBackUnasked(deps, actor, input)) return { done: true }
  const asked = await authorizeAsked(deps.db, actor, input)
  if (asked.state !== 'issuing') throw new AppError('conflict', { state: asked.state })
  const provider = deps.invoiceProvider
  // Without a provider nobody can say; it was taken out of the settings by those who know.
  if (provider) {
    const answer = await (asked.about === 'invoice' ? provider.query(asked.serial) : provider.queryRed(asked.serial))
    if (answer.state === 'issued' || answer.state === 'waiting') throw new AppError('conflict', { state: answer.state })
  }
  await inTransaction(deps, async (tx) => {
    await lockRequest(tx, asked.requestId)
    const now = await lockAsked(tx, asked.about, asked.id)
    // Asked again meanwhile: its question may have been a submission.
    if (now?.state !== 'issuing' || now.questions !== asked.questions) throw new AppError('conflict')
    await backToHand(deps, tx, asked, asked.failure, actor)
  })
  return { done: true }
}

/** One that was set issuing by hand, or before there were providers: nobody was asked for it. */
async function takeBackUnasked(
  deps: Asking,
  actor: AccountActor,
  { about, id }: { about: About; id: string },
): Promise<boolean> {
  const request = about === 'invoice' ? await findRequest(deps.db, id) : null
  if (request?.state !== 'issuing' || (await findAsked(deps.db, about, id))) return false
  const { organisationId } = authorize(actor, request)
  const at = deps.clock.now()
  await inTransaction(deps, (tx) =>
    changeRequestState(tx, actor, {
      id,
      organisationId,
      from: 'issuing',
      to: 'approved',
      at,
      action: 'invoiceRequest.approved',
    }),
  )
  return true
}

async function authorizeAsked(db: Readable, actor: AccountActor, { about, id }: { about: About; id: string }) {
  const asked = await findAsked(db, about, id)
  authorize(actor, asked && (await findRequest(db, asked.requestId)))
  if (!asked) throw new AppError('notFound')
  return asked
}

/** How a request, or a red one, stands with the provider. Throws `notFound`. */
export async function getIssuing(
  deps: Pick<Deps, 'db' | 'invoiceProvider'>,
  actor: AccountActor,
  { about, id }: { about: About; id: string },
): Promise<IssuingView> {
  const requestId = about === 'invoice' ? id : ((await findRedRequest(deps.db, id))?.requestId ?? '')
  authorize(actor, requestId === '' ? null : await findRequest(deps.db, requestId))
  const asked = await findAsked(deps.db, about, id)
  return {
    byProvider: await issuesByProvider(deps, deps.db),
    providerName: deps.invoiceProvider?.name ?? null,
    serial: asked?.serial ?? null,
    failure: asked?.failure ?? null,
    number: asked?.number ?? null,
    questions: asked?.questions ?? 0,
    nextQuestionAt: asked?.nextQueryAt?.toISOString() ?? null,
  }
}
