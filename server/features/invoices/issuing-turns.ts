import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { invoiceIssue } from './invoices.queues.ts'
import { changeRequestState, findRequest } from './invoices.store.ts'
import { troubleAfterQuestions } from './issuing.rules.ts'
import { type Asked, lockAsked, nextQuestionAt, setNext } from './issuing.store.ts'
import type { ReadPdfText } from './page-text.ts'
import { changeRedState, findRedRequest } from './red-requests.store.ts'
import { tellOfTrouble, troubles } from './tell-of-trouble.ts'

export type Asking = Pick<Deps, 'db' | 'clock' | 'jobs' | 'files' | 'logger' | 'invoiceProvider' | 'settings'>

/** A turn also looks into the files that it fetched; PDFs are read by a program that runs apart. */
export type AskingWithFiles = Asking & { readonly readPdfText: ReadPdfText }

export const issuingActor = systemActor('invoice.issue')

/** It goes on later. `failure` is what the provider said; finance is told of what is new to them, or has gone on for long. */
export async function askLater(
  deps: Asking,
  asked: Asked,
  failure: string | null,
  isTrouble: boolean,
  number: string | null = asked.number,
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const at = nextQuestionAt(deps.clock.now(), asked.questions)
    const next = { nextQueryAt: at, issueFailure: failure ?? asked.failure, providerNumber: number }
    if (!(await setNext(tx, asked.about, asked.id, next))) return
    await deps.jobs.send(tx, invoiceIssue, { about: asked.about, id: asked.id }, { startAfter: at })
    const isNews = isTrouble && failure !== asked.failure
    if (isNews) await tellOfTrouble(deps, tx, asked.requestId, failure ?? troubles.unanswered)
    else if (asked.questions === troubleAfterQuestions && !isTrouble)
      await tellOfTrouble(
        deps,
        tx,
        asked.requestId,
        failure ?? (number ? troubles.filesMissing(number) : troubles.unanswered),
      )
  })
}

/** Nothing was issued and nothing will be, with this content: it is staff's again, with the reason. */
export async function giveUp(deps: Asking, asked: Asked, failure: string): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const now = await lockAsked(tx, asked.about, asked.id)
    if (now?.state !== 'issuing' || now.serial !== asked.serial) return
    await backToHand(deps, tx, asked, failure)
    await tellOfTrouble(deps, tx, asked.requestId, failure)
  })
}

/** `issuing` no more. In the caller's transaction, with the row locked. */
export async function backToHand(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  { about, id, requestId, serial }: Asked,
  failure: string | null,
  actor = issuingActor,
): Promise<void> {
  const common = { from: 'issuing', at: deps.clock.now(), after: { serial, failure } } as const
  const issuing = { nextQueryAt: null, issueFailure: failure, providerNumber: null }
  if (about === 'invoice') {
    const request = await findRequest(tx, requestId)
    if (!request) throw new AppError('notFound')
    const { organisationId } = request
    await changeRequestState(tx, actor, {
      ...common,
      id,
      organisationId,
      to: 'approved',
      action: 'invoiceRequest.approved',
      issuing,
    })
    return
  }
  const red = await findRedRequest(tx, id)
  if (!red) throw new AppError('notFound')
  await changeRedState(tx, actor, { ...common, red, to: 'requested', action: 'redRequest.requested', issuing })
}
