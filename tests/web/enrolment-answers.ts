import { candidates, counts, enrolments, enrolmentView, plan } from './enrolment-samples.ts'

type Procedure = (input: Record<string, unknown>) => unknown

/** What the server would say to the pages of enrolments, besides what it says about people. */
export const enrolmentAnswers: Record<string, Procedure> = {
  'plans.list': () => ({ rows: [plan], nextCursor: null }),
  'plans.get': () => plan,
  'centre.get': () => ({ name: '江苏建科建筑技术培训中心', nameEn: '', telephone: '025-8000 0000' }),
  'enrolments.badges': () => [
    {
      planId: plan.id,
      drafts: 2,
      submitted: 1,
      rejected: 1,
      confirmed: 1,
      unpaid: 1,
      seats: { capacity: 120, left: 97 },
    },
  ],
  'enrolments.list': ({ state, search }) => ({
    rows: enrolments.filter(
      (row) => (!state || row.state === state) && (!search || row.learner.name.includes(String(search))),
    ),
    nextCursor: null,
  }),
  'enrolments.counts': () => counts,
  'enrolments.get': ({ id }) => {
    const row = enrolments.find((one) => one.id === id)
    return row && enrolmentView(row)
  },
  'enrolments.candidates': () => ({ rows: candidates, nextCursor: null }),
}
