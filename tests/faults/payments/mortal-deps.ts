import type { Deps } from '../../../server/deps.ts'
import { Prisma } from '../../../server/platform/database.ts'
import type { InvoiceProvider } from '../../../server/platform/invoice-providers/invoice-provider.ts'

/** Thrown where the process would have died: nothing after it runs, and what was not committed never was. */
export class Killed extends Error {
  constructor() {
    super('killed')
    this.name = 'Killed'
  }
}

/** How many awaits a process has left; null: it lives. */
export type Life = { left: number | null; dead: boolean }

export type Tampering = {
  readonly life: Life
  /** The positive control: what the rows' locks are taken out of. */
  readonly withoutLocks?: boolean
  /** A positive control of another sort: statements are sent as this makes them. */
  readonly rewrite?: (sql: string) => string
}

/**
 * The product's dependencies as a process has them that can die at any await: before and after each statement, each commit,
 * each job and each question to a provider. An open transaction is rolled back, as PostgreSQL does with one whose client is
 * gone; after a commit only the answer is lost.
 */
export function mortal(deps: Deps, tampering: Tampering): Deps {
  const { life } = tampering
  const step = () => {
    if (life.dead) throw new Killed()
    if (life.left === null) return
    life.left--
    if (life.left <= 0) {
      life.dead = true
      throw new Killed()
    }
  }
  const around =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      step()
      const result = await work(...args)
      step()
      return result
    }
  return {
    ...deps,
    db: client(deps.db, around, tampering),
    jobs: { send: (tx, ...rest) => around(() => deps.jobs.send(tx, ...rest))() },
    providers: deps.providers.map((provider) => ({
      ...provider,
      openCashier: around((request) => provider.openCashier(request)),
      query: around((attempt) => provider.query(attempt)),
      close: around((attempt) => provider.close(attempt)),
      refund: around((request) => provider.refund(request)),
      queryRefund: around((request) => provider.queryRefund(request)),
    })),
    invoiceProvider: deps.invoiceProvider && mortalInvoiceProvider(deps.invoiceProvider, around),
    files: { ...deps.files, put: around((key, bytes) => deps.files.put(key, bytes)) },
  }
}

function mortalInvoiceProvider(provider: InvoiceProvider, around: Around): InvoiceProvider {
  return {
    ...provider,
    submit: around((request) => provider.submit(request)),
    query: around((serial) => provider.query(serial)),
    submitRed: around((request) => provider.submitRed(request)),
    queryRed: around((serial) => provider.queryRed(serial)),
    download: around((number) => provider.download(number)),
    listIssued: around((day) => provider.listIssued(day)),
  }
}

type Around = <Args extends unknown[], Result>(
  work: (...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result>

// biome-ignore lint/suspicious/noExplicitAny: Prisma's client is a proxy over its models; this is another one over it.
type AnyClient = any

/** Prisma's client, or a transaction's, with a step around each of its promises. */
function client<Client>(real: Client, around: Around, tampering: Tampering): Client {
  const target = real as AnyClient
  return new Proxy(target, {
    get(_, name: string) {
      const value = target[name]
      if (name === '$transaction') {
        return (work: (tx: AnyClient) => Promise<unknown>, options: object) =>
          around(() => target.$transaction((tx: AnyClient) => work(client(tx, around, tampering)), options))()
      }
      if (name === '$queryRaw' || name === '$executeRaw') {
        return (sql: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
          const whole = sql instanceof Prisma.Sql ? sql : Prisma.sql(sql, ...values)
          return around(() => target[name](tampered(whole, tampering)))()
        }
      }
      if (typeof value === 'function') return (...args: unknown[]) => around(() => value.apply(target, args))()
      // A model: its functions give promises too.
      if (typeof value === 'object' && value !== null && !name.startsWith('_') && !name.startsWith('$')) {
        return new Proxy(value, {
          get: (model, method: string) =>
            typeof model[method] === 'function'
              ? (...args: unknown[]) => around(() => model[method](...args))()
              : model[method],
        })
      }
      return value
    },
  }) as Client
}

function tampered(sql: Prisma.Sql, { withoutLocks, rewrite }: Tampering): Prisma.Sql {
  const plain = withoutLocks ? unlocked(sql) : sql
  return rewrite ? new Prisma.Sql(plain.strings.map(rewrite), plain.values) : plain
}

function unlocked(sql: Prisma.Sql): Prisma.Sql {
  const strings = sql.strings.map((text) => text.replaceAll(/FOR (?:NO KEY )?UPDATE(?: OF \w+)?(?: SKIP LOCKED)?/g, ''))
  return new Prisma.Sql(strings, sql.values)
}
