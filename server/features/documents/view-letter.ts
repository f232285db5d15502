import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import { canGo } from '../../core/transitions.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { managesCentre, pathRange } from '../organisations/units.rules.ts'
import { letterTransitions } from './letters.rules.ts'
import type {
  CountLettersInput,
  LetterAddress,
  LetterCounts,
  LetterRow,
  LetterView,
  ListLettersInput,
} from './letters.schema.ts'
import {
  countLetterRows,
  findLetter,
  findLetterByCode,
  findLetterPage,
  type LetterQuery,
  type LetterRecord,
} from './letters.store.ts'

/** One letter, as far as the actor may see it. Throws `notFound`. */
export async function viewLetter(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<LetterView> {
  const letter = authorize(actor, await findLetter(deps.db, id))
  const reviews = actor.staffRoles.length > 0 && managesCentre(actor)
  const owns = actor.organisation !== null && letter.organisationPath.startsWith(actor.organisation.path)
  return {
    ...toLetterRow(actor, letter),
    facts: letter.facts,
    may: {
      receive: reviews && letter.state === 'printed',
      putBack: reviews && letter.state === 'received',
      cancel: owns && canGo(letterTransitions, letter.state, 'cancelled'),
    },
  }
}

/** The letter that arrived: by its code, scanned or typed, whatever has become of it. Throws `notFound`. */
export async function findScannedLetter(deps: Pick<Deps, 'db'>, actor: AccountActor, code: string): Promise<LetterRow> {
  return toLetterRow(actor, authorize(actor, await findLetterByCode(deps.db, code)))
}

/** Letters of the actor's subtree, for staff of the whole centre, the newest first. */
export async function listLetters(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListLettersInput,
): Promise<Page<LetterRow>> {
  const rows = await findLetterPage(
    deps.db,
    { ...(await queryOf(deps, actor, input)), state: input.state ?? null },
    input.cursor ?? null,
    input.limit,
  )
  const page = toPage(rows, input.limit, (row) => row.id)
  return { ...page, rows: page.rows.map((row) => toLetterRow(actor, row)) }
}

/** What the tabs of such a list say. */
export async function countLetters(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: CountLettersInput,
): Promise<LetterCounts> {
  return countLetterRows(deps.db, { ...(await queryOf(deps, actor, input)), state: null })
}

/** Where letters are sent to. */
export async function loadLetterAddress(deps: Pick<Deps, 'db'>): Promise<LetterAddress> {
  const { name, postalAddress, letterRecipient, telephone } = await loadCentre(deps.db)
  return { centreName: name, postalAddress, recipient: letterRecipient, telephone }
}

async function queryOf(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { planId, organisationId, search }: CountLettersInput,
): Promise<Omit<LetterQuery, 'state'>> {
  const scope = scopeOf(actor)
  const path =
    organisationId === undefined ? scope : (await loadOrganisation(deps, actor, organisationId)).organisationPath
  return { range: path === '/' ? null : pathRange(path), planId: planId ?? null, search: search ?? '' }
}

export function toLetterRow(actor: AccountActor, letter: LetterRecord): LetterRow {
  const { facts } = letter
  return {
    id: letter.id,
    code: letter.code,
    state: letter.state,
    stateSince: letter.stateSince.toISOString(),
    organisation: { id: letter.organisationId, name: facts.organisation.name, unit: facts.organisation.unit },
    plan: { id: letter.planId, number: facts.plan.number, name: facts.plan.name },
    contactName: facts.contactName,
    telephone: facts.telephone,
    confirmed: facts.people.confirmed,
    listed: letter.listed,
    ordersFen: facts.ordersFen,
    paidFen: facts.paidFen,
    note: letter.note,
    // Who of the centre opened it is the centre's own matter.
    receivedByName:
      letter.receivedByName === '' || actor.staffRoles.length > 0 ? letter.receivedByName : facts.centre.name,
    createdByName: letter.createdByName,
    createdAt: letter.createdAt.toISOString(),
  }
}
