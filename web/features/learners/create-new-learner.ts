import { createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { AppError } from '../../../server/core/app-error.ts'
import { newId, normaliseIdNumber } from '../../../server/core/ids.ts'
import { judgeIdNumber } from '../../../server/features/learners/learners.rules.ts'
import type {
  CreateLearnerInput,
  IdType,
  LearnerRow,
  LearnerView,
  Proven,
  TransferInput,
} from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import {
  type DraftFaults,
  detailsOf,
  emptyDraft,
  faultsOf,
  focusFirstFault,
  type LearnerDraft,
} from './learner-draft.ts'
import { idFaultSentence } from './learner-words.ts'

/**
 * 添加学员, ID number first:
 *
 *   number ──> own        (already here: open them)
 *          ──> elsewhere  ──> proven ──> moved here
 *          ──> unknown    ──> created
 */
export type NewLearnerStep = 'number' | 'own' | 'elsewhere' | 'proven' | 'unknown'

/** Takes the person found or filled in where they are to be more than a learner: enrolled in a plan. */
export interface NewLearnerTaker {
  /** Somebody of the own people; without it they are only shown. */
  own(learner: LearnerRow): void
  transfer(input: Required<TransferInput>): void
  create(input: CreateLearnerInput): void
  busy(): boolean
  error(): unknown
  /** What was filled in before the page was left or loaded again. Never the ID number. */
  readonly before: Partial<LearnerDraft>
}

export function createNewLearner(
  defaultUnit: () => string | null,
  onDone: (learner: LearnerView) => void,
  taker: NewLearnerTaker | null = null,
) {
  const [step, setStep] = createSignal<NewLearnerStep>('number')
  const [asked, setAsked] = createSignal(false)
  const [id, setId] = createSignal(newId())
  const [who, setWho] = createStore<{ idType: IdType; idNumber: string }>({ idType: 'residentId', idNumber: '' })
  const [draft, setDraft] = createStore<LearnerDraft>({ ...emptyDraft(null), ...taker?.before })
  const [known, setKnown] = createSignal<LearnerRow | null>(null)
  const [proven, setProven] = createSignal<Proven | null>(null)
  const stale = [api.learners.list.key(), api.learners.count.key()]

  const lookUp = api.learners.lookUp.use({
    onSuccess: (answer) => {
      setAsked(false)
      if (!answer.known) setStep('unknown')
      else if (answer.elsewhere) setStep('elsewhere')
      else {
        setKnown(answer.learner)
        setStep('own')
      }
    },
    stale: [],
  })
  const prove = api.learners.prove.use({
    onSuccess: (answer) => {
      setAsked(false)
      setProven(answer)
      setStep('proven')
    },
    stale: [],
  })
  const transfer = api.learners.transfer.use({ onSuccess: (learner) => onDone(learner), stale })
  const create = api.learners.create.use({
    onSuccess: (learner) => onDone(learner),
    // Another person than the one this number was sent with: it needs a number of its own.
    onError: (error) => error instanceof AppError && error.code === 'idempotencyKeyReused' && setId(newId()),
    stale,
  })

  const idNumber = () => normaliseIdNumber(who.idNumber)
  const numberFault = (): string | null => {
    if (!asked()) return null
    if (idNumber() === '') return t('idNumberMissing')
    const fault = judgeIdNumber(who.idType, idNumber(), new Date())
    return fault === null ? null : idFaultSentence(fault, who.idType)
  }
  const unit = () => draft.organisationId ?? defaultUnit()
  /** What the present step still lacks. */
  const missing = (): DraftFaults => {
    if (step() !== 'elsewhere') return faultsOf({ ...draft, organisationId: unit() })
    const { name, mobile } = faultsOf(draft)
    const mobileFault = draft.mobile.trim() === '' ? t('mobileMissing') : mobile
    return { ...(name ? { name } : {}), ...(mobileFault ? { mobile: mobileFault } : {}) }
  }
  const faults = () => (asked() ? missing() : {})

  return {
    step,
    who,
    setWho,
    draft: () => ({ ...draft, organisationId: unit() }),
    setDraft: <K extends keyof LearnerDraft>(field: K, value: LearnerDraft[K]) =>
      setDraft({ [field]: value } as Pick<LearnerDraft, K>),
    known,
    proven,
    numberFault,
    faults,
    busy: () =>
      lookUp.isPending || prove.isPending || transfer.isPending || create.isPending || (taker?.busy() ?? false),
    error: () =>
      taker !== null && step() !== 'number' && step() !== 'elsewhere'
        ? taker.error()
        : { number: lookUp, own: null, elsewhere: prove, proven: transfer, unknown: create }[step()]?.error,
    restart() {
      setStep('number')
      setAsked(false)
      setId(newId())
      setWho({ idType: who.idType, idNumber: '' })
      setDraft(emptyDraft(draft.organisationId))
    },
    /** The next attempt is about somebody else than the number of this one was sent with. */
    renew: () => setId(newId()),
    backToNumber() {
      setStep('number')
      setAsked(false)
    },
    submit() {
      setAsked(true)
      const organisationId = unit()
      if (step() === 'number') {
        if (numberFault() === null) lookUp.mutate({ idType: who.idType, idNumber: idNumber() })
        else focusFirstFault()
        return
      }
      if (step() === 'own') {
        const learner = known()
        if (learner) taker?.own(learner)
        return
      }
      if (step() === 'elsewhere') {
        if (Object.keys(faults()).length > 0) focusFirstFault()
        else prove.mutate({ idNumber: idNumber(), name: draft.name.trim(), mobile: draft.mobile.trim() })
        return
      }
      if (step() === 'proven') {
        const proof = proven()?.proof
        if (organisationId === null) focusFirstFault()
        else if (proof) {
          const input = { proof, organisationId, post: draft.post.trim() }
          if (taker) taker.transfer(input)
          else transfer.mutate(input)
        }
        return
      }
      if (Object.keys(faults()).length > 0 || organisationId === null) {
        focusFirstFault()
        return
      }
      const input = { id: id(), organisationId, idType: who.idType, idNumber: idNumber(), ...detailsOf(draft) }
      if (taker) taker.create(input)
      else create.mutate(input)
    },
  }
}

export type NewLearner = ReturnType<typeof createNewLearner>
