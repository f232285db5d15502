import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Journal } from '../sandbox-parts/journal.ts'
import { type Behaviour, type BehaviourChange, type CallbackFault, goodBehaviour } from './behaviour.schema.ts'
import { makeBlueInvoice, makeRedInvoice, wallTime, whyNotFlushable, whyNotIssuable } from './make-invoice.ts'
import {
  type Ask,
  applyEvent,
  type CallbackContent,
  type Outcome,
  requestId,
  type TaxEvent,
  type TaxInvoice,
  type TaxRequest,
  type TaxState,
} from './tax-state.ts'

export type TaxClock = { now(): Date }

export type Report =
  | {
      state: 'issued'
      number: string
      code: ''
      issuedOn: string
      amountWithoutTaxFen: number
      taxFen: number
      totalFen: number
    }
  | { state: 'waiting' }
  | { state: 'failed'; failure: string; permanent: boolean }
  | { state: 'unknown' }

type Judgement = { becomes: Outcome; failure: string | null; settlesAt: string }

/** The service says no, in words for the partner's people. */
export class TaxServiceRefuses extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'TaxServiceRefuses'
    this.code = code
  }
}

const busy = '税务服务繁忙，请稍后再试'
const refusedForGood = '销售方开票额度不足，请联系主管税务机关'
const formRefused = '购买方未确认红字确认单，请与购买方联系'

export type TaxService = ReturnType<typeof createTaxService>

/**
 * The tax service's decisions. Each is taken and applied in one go, without waiting in between, so that of two submissions
 * of one serial at the same moment one wins; it is answered only when the journal has it on disk.
 */
export function createTaxService(state: TaxState, journal: Journal<TaxEvent>, clock: TaxClock) {
  const record = (event: TaxEvent) => {
    journal.append(event)
    applyEvent(state, event)
  }
  const nowIso = () => clock.now().toISOString()
  const idOf = (request: TaxRequest) => requestId(request.app, request.about, request.serial)
  const isTaken = (number: string) => state.invoices.has(number)

  function behaviourOf(seller: string | null): Behaviour {
    const own = seller === null ? {} : state.behaviourOfSeller.get(seller)
    return { ...goodBehaviour, ...set(state.behaviour), ...set(own ?? {}) }
  }

  function queueCallback(url: string, content: CallbackContent, dueMs: number, fault: CallbackFault, once = false) {
    const id = `C${randomBytes(9).toString('hex').toUpperCase()}`
    record({ type: 'callbackQueued', id, url, content, fault, once, dueAt: new Date(dueMs).toISOString() })
    return id
  }

  function announce(request: TaxRequest, number: string | null): void {
    const { callbackCopies, callbackDelayS, callbackFault } = behaviourOf(request.ask.seller.taxNumber)
    const content = contentOf(request, number)
    const dueMs = clock.now().getTime() + callbackDelayS * 1000
    for (let copy = 0; copy < callbackCopies; copy++)
      queueCallback(request.ask.callbackUrl, content, dueMs, callbackFault)
  }

  /** What a request will come to, by its content first and by how the service is told to behave second. */
  function judge(app: string, asked: Ask, tries: number): Judgement {
    const { about, ask } = asked
    const reason =
      about === 'invoice'
        ? whyNotIssuable({ ask })
        : whyNotFlushable(ask, state.invoices.get(ask.blueNumber), app, state.flushed.get(ask.blueNumber))
    if (reason !== null) return { becomes: 'failedForGood', failure: reason, settlesAt: nowIso() }
    const settlesAt = new Date(clock.now().getTime() + workS(asked) * 1000).toISOString()
    const behaviour = behaviourOf(ask.seller.taxNumber)
    if (behaviour.outcome === 'failsForGood') return { becomes: 'failedForGood', failure: refusedForGood, settlesAt }
    if (behaviour.outcome === 'failsFirst' && tries <= behaviour.failTimes)
      return { becomes: 'failed', failure: busy, settlesAt }
    if (about === 'red' && behaviour.red === 'refused')
      return { becomes: 'failedForGood', failure: formRefused, settlesAt }
    return { becomes: 'issued', failure: null, settlesAt }
  }

  function workS({ about, ask }: Ask): number {
    const { workingS, redWorkingS } = behaviourOf(ask.seller.taxNumber)
    return workingS + (about === 'red' ? redWorkingS : 0)
  }

  function issue(request: TaxRequest, at: string): string | null {
    const invoice = invoiceFor(request, at)
    if (!invoice) return null
    record({ type: 'issued', at, request: idOf(request), invoice })
    return invoice.number
  }

  /** Null for a red one whose blue one was flushed by another request meanwhile. */
  function invoiceFor(request: TaxRequest, at: string): TaxInvoice | null {
    if (request.about === 'invoice') return makeBlueInvoice(request, at, isTaken)
    const blue = state.invoices.get(request.ask.blueNumber)
    const flushedBy = state.flushed.get(request.ask.blueNumber)
    if (whyNotFlushable(request.ask, blue, request.app, flushedBy) !== null || !blue) return null
    return makeRedInvoice(request, blue, at, isTaken)
  }

  function settle(request: TaxRequest, at: string): void {
    const number = request.becomes === 'issued' ? issue(request, at) : null
    if (number === null) {
      record({ type: 'failed', at, request: idOf(request) })
      announce(request, null)
      return
    }
    announce(request, number)
    const duplicate = behaviourOf(request.ask.seller.taxNumber).duplicate
    if (request.about === 'invoice' && duplicate === 'atOnce') announce(request, issue(request, at))
  }

  function settleDue(): void {
    const now = nowIso()
    for (const request of [...state.working]) if (request.settlesAt <= now) settle(request, request.settlesAt)
  }

  function report(request: TaxRequest | undefined): Report {
    if (!request) return { state: 'unknown' }
    if (request.state === 'working') return { state: 'waiting' }
    const invoice = state.invoices.get(request.numbers[0] ?? '')
    if (request.state === 'issued' && invoice) return issuedReport(invoice)
    return failedReport(request)
  }

  return {
    state,
    behaviourOf,
    settled: () => journal.settled(),

    /**
     * Takes a request in. The same serial with the same content is the same request; one that failed for a time is tried
     * again. Throws `TaxServiceRefuses` where the content differs.
     */
    async submit(app: string, asked: Ask): Promise<Report> {
      settleDue()
      const id = requestId(app, asked.about, asked.ask.serial)
      const known = state.requests.get(id)
      const at = nowIso()
      if (known && !isSameContent(known, asked))
        throw new TaxServiceRefuses('serialDiffers', '同一流水号的开票内容不一致')
      if (!known) record({ type: 'taken', at, app, ...judge(app, asked, 1), ...asked })
      else if (known.state === 'failed' && known.becomes === 'failed')
        record({ type: 'takenAgain', at, request: id, ...judge(app, asked, known.tries + 1) })
      else {
        record({ type: 'sentAgain', at, request: id })
        const { duplicate } = behaviourOf(asked.ask.seller.taxNumber)
        if (duplicate === 'again' && known.about === 'invoice' && known.state === 'issued') {
          const second = issue(known, at)
          announce(known, second)
          await journal.settled()
          const invoice = state.invoices.get(second ?? '')
          if (invoice) return issuedReport(invoice)
        }
      }
      settleDue()
      await journal.settled()
      return report(state.requests.get(id))
    },

    async query(app: string, about: Ask['about'], serial: string): Promise<Report> {
      settleDue()
      await journal.settled()
      return report(state.requests.get(requestId(app, about, serial)))
    },

    /** The invoice whose files may be had now. Throws `TaxServiceRefuses`. */
    async findForDownload(app: string, number: string): Promise<TaxInvoice> {
      settleDue()
      await journal.settled()
      const invoice = state.invoices.get(number)
      if (invoice?.app !== app) throw new TaxServiceRefuses('notFound', '发票不存在')
      const { filesDelayS } = behaviourOf(invoice.seller.taxNumber)
      if (clock.now().getTime() < Date.parse(invoice.issuedAt) + filesDelayS * 1000)
        throw new TaxServiceRefuses('filesNotReady', '版式文件正在生成，请稍后再试')
      return invoice
    },

    /** Everything that was issued for a partner on a day of the Chinese calendar. */
    async listIssued(app: string, day: string): Promise<readonly TaxInvoice[]> {
      settleDue()
      await journal.settled()
      return [...state.invoices.values()].filter(
        (invoice) => invoice.app === app && wallTime(invoice.issuedAt).slice(0, 10) === day,
      )
    },

    /** For all sellers where `seller` is null. */
    async behave(behaviour: BehaviourChange, seller: string | null): Promise<void> {
      record({ type: 'behaved', at: nowIso(), seller, behaviour })
      await journal.settled()
    },

    /** A callback about a request, whatever is true; sent once. Gives its id. */
    async forge(request: TaxRequest, number: string, signedBy: 'stranger' | 'service'): Promise<string> {
      const content: CallbackContent = { ...contentOf(request, number), state: 'issued', failure: null }
      const fault = signedBy === 'stranger' ? 'stranger' : 'none'
      const id = queueCallback(request.ask.callbackUrl, content, clock.now().getTime(), fault, true)
      await journal.settled()
      return id
    },

    async settleDue(): Promise<void> {
      settleDue()
      await journal.settled()
    },

    async callbackTried(id: string, status: number | null, answered: boolean, dueAt: string | null): Promise<void> {
      record({ type: 'callbackTried', at: nowIso(), id, status, answered, dueAt })
      await journal.settled()
    },
  }
}

function contentOf(request: TaxRequest, number: string | null): CallbackContent {
  return {
    app: request.app,
    about: request.about,
    serial: request.serial,
    state: number === null ? 'failed' : 'issued',
    number,
    failure: number === null ? (request.failure ?? busy) : null,
    permanent: request.becomes !== 'failed',
  }
}

function issuedReport(invoice: TaxInvoice): Report {
  return {
    state: 'issued',
    number: invoice.number,
    code: '',
    issuedOn: wallTime(invoice.issuedAt).slice(0, 10),
    amountWithoutTaxFen: invoice.amountFen,
    taxFen: invoice.taxFen,
    totalFen: invoice.totalFen,
  }
}

function failedReport(request: TaxRequest): Report {
  return { state: 'failed', failure: request.failure ?? '蓝字发票已被红冲', permanent: request.becomes !== 'failed' }
}

/** Where the callback goes may change with the partner's address. */
function isSameContent(known: Ask, asked: Ask): boolean {
  return isDeepStrictEqual({ ...known.ask, callbackUrl: '' }, { ...asked.ask, callbackUrl: '' })
}

/** Without the keys that were left out. */
function set(change: BehaviourChange): Partial<Behaviour> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
