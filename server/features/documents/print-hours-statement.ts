import { readFile } from 'node:fs/promises'
import type { AccountActor } from '../../core/actor.ts'
import { formatHours } from '../../core/hours.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { typeset } from '../../platform/typesetting/typeset.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { plansOfLearner } from '../enrolments/list-enrolments.ts'
import { whatIsMissing } from '../hours/hours.rules.ts'
import type { HourRow, PlanProgress } from '../hours/hours.schema.ts'
import { listLearnerHours } from '../hours/list-learner-hours.ts'
import { loadProgress } from '../hours/load-progress.ts'
import { loadMine } from '../learners/mine.ts'
import { viewLearner } from '../learners/view-learner.ts'
import { loadLearnerCards, loadMyCards } from '../study-cards/learner-cards.ts'
import type { LearnerCards } from '../study-cards/study-cards.schema.ts'
import { breakable } from './words.ts'

const template = readFile(new URL('./hours-statement.typ', import.meta.url), 'utf8')

type StatementDeps = Pick<Deps, 'db' | 'clock'>
type Printed = { readonly pdf: Uint8Array; readonly name: string }
type Person = {
  readonly id: string
  readonly name: string
  readonly idNumberMasked: string
  readonly organisation: { readonly name: string; readonly names: readonly string[] }
}

/** 学时证明 of a year (left out: this one) for the learner themself. Throws `notAllowed` for who is none. */
export async function printMyHours(
  deps: StatementDeps,
  actor: AccountActor,
  year: number | undefined,
): Promise<Printed> {
  const [person, cards] = await Promise.all([loadMine(deps, actor), loadMyCards(deps, actor)])
  return print(deps, person, cards, year)
}

/** The same of a learner of the actor's subtree, for staff of anybody: all of their hours, whoever recorded them. Throws `notFound`. */
export async function printHoursOf(
  deps: StatementDeps,
  actor: AccountActor,
  learnerId: string,
  year: number | undefined,
): Promise<Printed> {
  const person = await viewLearner(deps, actor, learnerId)
  return print(deps, person, await loadLearnerCards(deps, actor, learnerId), year)
}

async function print(
  deps: StatementDeps,
  person: Person,
  cards: LearnerCards,
  wanted: number | undefined,
): Promise<Printed> {
  const today = shanghaiDay(deps.clock.now())
  const year = wanted ?? Number(today.slice(0, 4))
  const opened = cards.plans.filter((one) => one.opening !== null).map((one) => one.plan.id)
  const takesPartIn = [...(await plansOfLearner(deps.db, person.id)), ...opened]
  const [centre, progress, records] = await Promise.all([
    loadCentre(deps.db),
    loadProgress(deps.db, person.id, takesPartIn),
    listLearnerHours(deps.db, person.id, { year }),
  ])
  const plans = progress.filter((one) => one.plan.year === year)
  const counting = records.filter((record) => record.state !== 'rejected')
  const pdf = await typeset(await template, {
    centre: centre.name,
    title: `学时证明 ${person.name} ${year}`,
    running: `学时证明　${person.name}　${year} 年度`,
    foot: `截至 ${today}`,
    yearWords: `${year} 年度`,
    name: person.name,
    idNumber: person.idNumberMasked,
    organisation: breakable(person.organisation.names.join(' / ') || person.organisation.name),
    noneWords: `${year} 年度没有学时记录。`,
    plans: plans.map((one) => planOf(one, counting)),
    note: '“待审核”的学时审核通过后才计入；未通过审核和已撤回的不列入。',
    printedOn: chineseDay(today),
  })
  return { pdf, name: `学时证明_${person.name}_${year}.pdf` }
}

const kindWords = { compulsory: '必修', elective: '选修' } as const
const sourceWords = { online: '线上', offline: '线下', adjustment: '更正' } as const
const stateWords = { approved: '已计入', pending: '待审核', rejected: '未通过' } as const

function planOf(progress: PlanProgress, records: readonly HourRow[]): unknown {
  const { plan, rule, sums } = progress
  const missing = whatIsMissing(rule, sums)
  const own = records
    .filter((record) => record.plan.id === plan.id)
    .toSorted((a, b) => (a.studiedOn === b.studiedOn ? (a.id < b.id ? -1 : 1) : a.studiedOn < b.studiedOn ? -1 : 1))
  return {
    name: plan.name,
    number: plan.number,
    verdict: missing.reached
      ? `已达标：计 ${formatHours(missing.counted)} 学时`
      : `计 ${formatHours(missing.counted)} 学时，未达标`,
    sums: [
      `考核值 ${formatHours(rule.requiredHours)}`,
      kindSum('必修', sums.compulsoryApproved, rule.compulsoryMin, rule.compulsoryCap),
      kindSum('选修', sums.electiveApproved, rule.electiveMin, rule.electiveCap),
    ].join('，'),
    missing: missing.items
      .map(({ kind, missing: hours, pending }) => {
        const waits = pending > 0 ? `（另有 ${formatHours(pending)} 待审核）` : ''
        return `${kind === 'any' ? '' : kindWords[kind]}还差 ${formatHours(hours)}${waits}`
      })
      .join('，'),
    rows: own.map((record, index) => [
      String(index + 1),
      record.studiedOn,
      breakable(record.reason === '' ? record.title : `${record.title}（${record.reason}）`),
      kindWords[record.kind],
      sourceWords[record.source],
      formatHours(record.hours),
      stateWords[record.state],
    ]),
    sumWords: missing.aboveCap > 0 ? `合计（另有 ${formatHours(missing.aboveCap)} 超过上限，不计）` : '已计入合计',
    sum: formatHours(missing.counted),
  }
}

/** `必修 22.00（至少 10.00，最多计 20.00）` */
function kindSum(words: string, approved: number, least: number, most: number | null): string {
  const limits = [
    ...(least > 0 ? [`至少 ${formatHours(least)}`] : []),
    ...(most === null ? [] : [`最多计 ${formatHours(most)}`]),
  ]
  return `${words} ${formatHours(approved)}${limits.length > 0 ? `（${limits.join('，')}）` : ''}`
}

/** `2026-05-08` -> `2026 年 5 月 8 日` */
function chineseDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year} 年 ${month} 月 ${date} 日`
}
