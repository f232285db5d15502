import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { certificatesIssue } from './certificates.queues.ts'

/**
 * Asks the worker to issue what is due in a plan, in the caller's transaction: called by whatever changes approved hours,
 * a payment or an opening. Cheap, and as often as one likes: what asks for the same plan within a second is one run.
 */
export async function askForCertificates(deps: Pick<Deps, 'jobs'>, tx: Transaction, planId: string): Promise<void> {
  await deps.jobs.send(tx, certificatesIssue, { planId })
}
