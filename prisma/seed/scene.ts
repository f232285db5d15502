import type { Actor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import type { Deps } from '../../server/deps.ts'
import { Prisma, type Transaction } from '../../server/platform/database.ts'

/** The demo plays around the moment when it is put in. */
export type Times = {
  readonly now: Date
  /** A moment in Asia/Shanghai: `daysAgo` days before today, at `17:30`. */
  at(daysAgo: number, time: string): Date
  /** An id whose time is when the thing was made, so that lists that run by id run by time. */
  idAt(madeAt: Date): string
}

/** What the parts of the demo share: one transaction, one present moment, and a history that is written at the end. */
export type Scene = Times & {
  readonly deps: Deps
  readonly tx: Transaction
  /** Notes an audit row with its own time; the rows are written in the order of their times. */
  note(at: Date, actor: Actor, entry: NotedEntry): void
  writeHistory(): Promise<void>
}

export type NotedEntry = {
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  readonly organisationId: string | null
  readonly before?: Prisma.InputJsonObject
  readonly after?: Prisma.InputJsonObject
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export function timesAround(now: Date): Times {
  return {
    now,
    at(daysAgo, time) {
      const day = new Date(now.getTime() + 8 * hourMs - daysAgo * dayMs).toISOString().slice(0, 10)
      return new Date(`${day}T${time}:00+08:00`)
    },
    idAt: (madeAt) => newId(madeAt.getTime()),
  }
}

export function openScene(deps: Deps, tx: Transaction, times: Times): Scene {
  const history: (Prisma.AuditEntryCreateManyInput & { at: Date })[] = []
  return {
    ...times,
    deps,
    tx,
    note(at, actor, { before, after, ...entry }) {
      history.push({
        ...entry,
        at,
        actorKind: actor.kind,
        actorId: actor.kind === 'account' ? actor.accountId : null,
        actorName: actor.name,
        ip: actor.ip,
        before: before ?? Prisma.DbNull,
        after: after ?? Prisma.DbNull,
      })
    },
    async writeHistory() {
      history.sort((a, b) => a.at.getTime() - b.at.getTime())
      await tx.auditEntry.createMany({ data: history })
    },
  }
}

/** A person of the demo as the audit trail names them. */
export function actorOf(person: { readonly id: string; readonly name: string }): Actor {
  return {
    kind: 'account',
    accountId: person.id,
    name: person.name,
    ip: '192.0.2.10',
    staffRoles: [],
    organisation: null,
    learnerId: null,
  }
}
