import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { EnrolmentRow, SubmitProblem } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { ConnectionLost } from '../../texts/errors.ts'
import { formatDateTime } from '../../texts/format.ts'
import { bySubjects, type Taken } from './ticks.ts'

export interface Problems {
  readonly count: number
  readonly shown: readonly SubmitProblem[]
}

/** The same people after one more change of ours, which counts their versions up by one. */
const after = (rows: readonly EnrolmentRow[]) => ({
  picks: rows.map(({ id, version }) => ({ id, version: version + 1 })),
})

/**
 * What an organisation does with enrolments of one plan, one or many: each says what it did and can be taken back for
 * ten seconds where the people are known. `onConflict`: somebody else was there meanwhile.
 */
export function createEnrolmentActions(
  planId: () => string,
  on: { readonly done: () => void; readonly conflict: () => void },
) {
  const queries = useQueryClient()
  const [problems, setProblems] = createSignal<Problems | null>(null)
  const [changed, setChanged] = createSignal(false)
  const submit = api.enrolments.submit.use()
  const setSubjects = api.enrolments.setSubjects.use()
  // Before the lists are asked again: nobody asks for what is no more.
  let removal: { readonly rows: readonly EnrolmentRow[]; readonly onGone: () => void } | null = null
  const remove = api.enrolments.remove.use({
    onSuccess: ({ changed: count }) => {
      const { rows, onGone } = removal ?? { rows: [], onGone: () => {} }
      said(t('removeDone', { count }), rows, () => addAgain(rows))
      onGone()
    },
  })
  const withdraw = api.enrolments.withdraw.use()
  const withdrawSubmission = api.enrolments.withdrawSubmission.use()
  const all = [submit, setSubjects, remove, withdraw, withdrawSubmission]

  const begin = () => {
    for (const one of all) one.reset()
    setProblems(null)
    setChanged(false)
  }
  const onError = async (error: Error) => {
    // A lost answer may be a change that happened: the list says which, and who is no longer in it is not ticked.
    await queries.invalidateQueries()
    const overtaken = error instanceof AppError && (error.code === 'conflict' || error.code === 'selectionChanged')
    if (overtaken) setChanged(true)
    if (overtaken || error instanceof ConnectionLost) on.conflict()
  }
  /** Says what was done; where the people are known it can be taken back. */
  const said = (text: string, rows: readonly EnrolmentRow[], takeBack: () => Promise<unknown>) => {
    const undo = async () => {
      await takeBack()
      await queries.invalidateQueries()
    }
    showToast({ text, ...(rows.length > 0 ? { undo } : {}) })
    on.done()
  }
  const addAgain = (rows: readonly EnrolmentRow[]) =>
    Promise.all(
      bySubjects(rows).map(({ subjectIds, learnerIds }) =>
        api.enrolments.add.mutate({ planId: planId(), subjectIds, learners: { ids: learnerIds } }),
      ),
    )

  return {
    busy: () => all.some((one) => one.isPending),
    submitting: () => submit.isPending,
    /** A refusal that is no surprise by somebody else: that one has a sentence of its own. */
    error: () => (changed() ? null : (all.find((one) => one.error)?.error ?? null)),
    changed,
    problems,
    forget: begin,
    submit({ rows, selection }: Taken) {
      begin()
      submit.mutate(
        { planId: planId(), selection },
        {
          onError,
          onSuccess: (answer) => {
            if (!answer.submitted) setProblems({ count: answer.problemCount, shown: answer.problems })
            else {
              const when = formatDateTime(answer.dueAt)
              said(t('submitDone', { count: answer.count, when }), rows, () =>
                api.enrolments.withdrawSubmission.mutate({ selection: after(rows) }),
              )
            }
          },
        },
      )
    },
    setSubjects({ selection }: Taken, subjectIds: readonly string[], onDone: () => void) {
      begin()
      setSubjects.mutate(
        { planId: planId(), selection, subjectIds: [...subjectIds] },
        {
          onError,
          onSuccess: ({ changed: count }) => {
            showToast({ text: t('subjectsDone', { count }) })
            onDone()
          },
        },
      )
    },
    remove({ rows, selection }: Taken, onGone: () => void = () => {}) {
      begin()
      removal = { rows, onGone }
      remove.mutate({ selection }, { onError })
    },
    withdraw({ rows, selection }: Taken) {
      begin()
      withdraw.mutate(
        { selection },
        {
          onError,
          onSuccess: ({ changed: count }) => said(t('withdrawDone', { count }), rows, () => addAgain(rows)),
        },
      )
    },
    withdrawSubmission({ rows, selection }: Taken) {
      begin()
      withdrawSubmission.mutate(
        { selection },
        {
          onError,
          onSuccess: ({ changed: count }) =>
            said(t('withdrawSubmissionDone', { count }), rows, () =>
              api.enrolments.submit.mutate({ planId: planId(), selection: after(rows) }),
            ),
        },
      )
    },
  }
}
