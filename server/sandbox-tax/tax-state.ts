import type { BehaviourChange, CallbackFault } from './behaviour.schema.ts'
import type { BlueAsk, RedAsk } from './requests.schema.ts'

/**
 * What the tax service knows, as a sum of events. `applyEvent` is the only way in which it changes, live and at a restart.
 *
 *   request:  working → issued | failed       failed (for a time) → working, when it is sent again
 */
export type Ask = { readonly about: 'invoice'; readonly ask: BlueAsk } | { readonly about: 'red'; readonly ask: RedAsk }

export type TaxRequest = Ask & {
  readonly app: string
  readonly serial: string
  state: 'working' | 'issued' | 'failed'
  /** How often it was sent. */
  tries: number
  settlesAt: string
  becomes: Outcome
  failure: string | null
  /** The first is the one that it answers with; a second one is a fault. */
  readonly numbers: string[]
}

export type Outcome = 'issued' | 'failed' | 'failedForGood'

export type IssuedLine = {
  readonly name: string
  readonly taxCode: string
  readonly unit: string
  readonly quantity: number
  readonly amountFen: number
  readonly taxFen: number
  readonly taxRateBasisPoints: number
}

/** Amounts and quantities of a red one are negative. */
export type TaxInvoice = {
  readonly number: string
  /** Random: the address of its page. */
  readonly key: string
  readonly app: string
  readonly serial: string
  readonly colour: 'blue' | 'red'
  readonly kind: 'normal' | 'special'
  readonly issuedAt: string
  readonly buyer: BlueAsk['buyer']
  readonly seller: BlueAsk['seller']
  readonly lines: readonly IssuedLine[]
  readonly amountFen: number
  readonly taxFen: number
  readonly totalFen: number
  readonly remark: string
  /** Of a red one. */
  readonly blueNumber: string | null
  readonly formNumber: string | null
  readonly reason: string | null
}

export type CallbackContent = {
  readonly app: string
  readonly about: 'invoice' | 'red'
  readonly serial: string
  readonly state: 'issued' | 'failed'
  readonly number: string | null
  readonly failure: string | null
  readonly permanent: boolean
}

export type Callback = {
  readonly id: string
  readonly url: string
  readonly content: CallbackContent
  readonly fault: CallbackFault
  /** Sent once, whatever is answered. */
  readonly once: boolean
  /** null: nothing more is sent by itself. */
  dueAt: string | null
  tries: number
  status: number | null
  answered: boolean
}

export type TaxEvent =
  | ({ type: 'taken'; at: string; app: string; settlesAt: string; becomes: Outcome; failure: string | null } & Ask)
  | { type: 'takenAgain'; at: string; request: string; settlesAt: string; becomes: Outcome; failure: string | null }
  | { type: 'sentAgain'; at: string; request: string }
  | { type: 'issued'; at: string; request: string; invoice: TaxInvoice }
  | { type: 'failed'; at: string; request: string }
  | {
      type: 'callbackQueued'
      id: string
      url: string
      content: CallbackContent
      fault: CallbackFault
      once: boolean
      dueAt: string
    }
  | { type: 'callbackTried'; at: string; id: string; status: number | null; answered: boolean; dueAt: string | null }
  | { type: 'behaved'; at: string; seller: string | null; behaviour: BehaviourChange }

export type TaxState = {
  readonly requests: Map<string, TaxRequest>
  readonly working: Set<TaxRequest>
  readonly invoices: Map<string, TaxInvoice>
  readonly invoiceByKey: Map<string, TaxInvoice>
  /** Blue number -> the red one's. */
  readonly flushed: Map<string, string>
  readonly callbacks: Map<string, Callback>
  readonly openCallbacks: Map<string, Callback>
  behaviour: BehaviourChange
  readonly behaviourOfSeller: Map<string, BehaviourChange>
}

export function emptyState(): TaxState {
  return {
    requests: new Map(),
    working: new Set(),
    invoices: new Map(),
    invoiceByKey: new Map(),
    flushed: new Map(),
    callbacks: new Map(),
    openCallbacks: new Map(),
    behaviour: {},
    behaviourOfSeller: new Map(),
  }
}

/** Blue and red ones have their serials apart. */
export const requestId = (app: string, about: Ask['about'], serial: string) => `${app}/${about}/${serial}`

export function applyEvent(state: TaxState, event: TaxEvent): void {
  switch (event.type) {
    case 'taken': {
      const { app, about, ask, settlesAt, becomes, failure } = event
      const common = { app, serial: ask.serial, tries: 1, settlesAt, becomes, failure, numbers: [] }
      const request: TaxRequest =
        about === 'invoice' ? { about, ask, state: 'working', ...common } : { about, ask, state: 'working', ...common }
      state.requests.set(requestId(app, about, ask.serial), request)
      state.working.add(request)
      return
    }
    case 'takenAgain': {
      const request = requestOf(state, event.request)
      request.state = 'working'
      request.tries += 1
      request.settlesAt = event.settlesAt
      request.becomes = event.becomes
      request.failure = event.failure
      state.working.add(request)
      return
    }
    case 'sentAgain':
      requestOf(state, event.request).tries += 1
      return
    case 'issued': {
      const { invoice } = event
      const request = requestOf(state, event.request)
      request.state = 'issued'
      request.numbers.push(invoice.number)
      state.working.delete(request)
      state.invoices.set(invoice.number, invoice)
      state.invoiceByKey.set(invoice.key, invoice)
      if (invoice.blueNumber !== null) state.flushed.set(invoice.blueNumber, invoice.number)
      return
    }
    case 'failed': {
      const request = requestOf(state, event.request)
      request.state = 'failed'
      state.working.delete(request)
      return
    }
    case 'callbackQueued': {
      const { type: _, ...queued } = event
      const callback: Callback = { ...queued, tries: 0, status: null, answered: false }
      state.callbacks.set(callback.id, callback)
      state.openCallbacks.set(callback.id, callback)
      return
    }
    case 'callbackTried': {
      const callback = state.callbacks.get(event.id)
      if (!callback) throw new Error(`no callback ${event.id}`)
      callback.tries += 1
      callback.status = event.status
      callback.answered ||= event.answered
      callback.dueAt = event.dueAt
      if (event.dueAt === null) state.openCallbacks.delete(event.id)
      return
    }
    case 'behaved': {
      if (event.seller === null) {
        state.behaviour = { ...state.behaviour, ...event.behaviour }
        return
      }
      const before = state.behaviourOfSeller.get(event.seller) ?? {}
      state.behaviourOfSeller.set(event.seller, { ...before, ...event.behaviour })
    }
  }
}

function requestOf(state: TaxState, id: string): TaxRequest {
  const request = state.requests.get(id)
  if (!request) throw new Error(`no request ${id}`)
  return request
}
