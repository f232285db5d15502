import { readFile } from 'node:fs/promises'
import type { AccountActor } from '../../core/actor.ts'
import { formatHours } from '../../core/hours.ts'
import { formatFen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { qrCode } from '../../platform/typesetting/qr-runs.ts'
import { inParts, typesetParts } from '../../platform/typesetting/typeset.ts'
import { type CentreFacts, loadCentre } from '../centre/centre-facts.ts'
import { type FormFacts, loadForm, loadFormsOfPlan } from '../enrolments/load-forms.ts'
import { modeWords, paymentWords, stateWords } from './words.ts'

const template = readFile(new URL('./enrolment-form.typ', import.meta.url), 'utf8')

/** 培训报名确认表 of one person, to print: a PDF. Throws `notFound`, `enrolmentNotConfirmed`. */
export async function printEnrolmentForm(
  deps: Pick<Deps, 'db' | 'settings'>,
  actor: AccountActor,
  enrolmentId: string,
): Promise<{ readonly pdf: Uint8Array; readonly name: string }> {
  const form = await loadForm(deps, actor, enrolmentId)
  return { pdf: await print(deps, [form]), name: `培训报名确认表_${form.learnerName}.pdf` }
}

/** The forms of everybody of a plan who is confirmed, a page each. Throws `enrolmentNotConfirmed` when nobody is. */
export async function printEnrolmentForms(
  deps: Pick<Deps, 'db' | 'settings'>,
  actor: AccountActor,
  planId: string,
): Promise<{ readonly pdf: Uint8Array; readonly name: string }> {
  const forms = await loadFormsOfPlan(deps, actor, planId)
  return { pdf: await print(deps, forms), name: `培训报名确认表_${forms[0]?.planName ?? ''}.pdf` }
}

/** Pages set together: memory holds so many, at half a megabyte each. */
const pagesAPart = 100

async function print(deps: Pick<Deps, 'db' | 'settings'>, forms: readonly FormFacts[]): Promise<Uint8Array> {
  const centre = await loadCentre(deps.db)
  const pages = forms.map((form) => pageOf(form, centre, deps.settings.linkBase))
  const parts = inParts(pages, pagesAPart).map((part) => ({ centre: centre.name, forms: part }))
  return typesetParts(await template, parts, { numbered: false })
}

/** What the template prints. The form is Chinese in either language: it is stamped and handed in. */
function pageOf(form: FormFacts, centre: CentreFacts, linkBase: string): unknown {
  const offline = form.planMode === 'offline'
  return {
    codeGrouped: `${form.formCode.slice(0, 5)} ${form.formCode.slice(5)}`,
    qr: qrCode(`${linkBase}/attend/${form.formCode}`),
    name: form.learnerName,
    idNumber: form.idNumberMasked,
    mobile: form.mobile,
    post: form.post,
    organisation: form.organisationName,
    plan: form.planName,
    planNumber: form.planNumber,
    subjects: form.subjects.length > 0 ? form.subjects.join('、') : '全部',
    mode: modeWords[form.planMode],
    hours: `${formatHours(form.requiredHours)} 学时`,
    period: `${shanghaiDay(form.startsAt)} 至 ${shanghaiDay(form.endsAt)}`,
    place: form.place || (offline ? '另行通知' : '线上学习，不用到场'),
    state: stateWords[form.state],
    payment: paymentWords[form.paymentStatus],
    fee: `¥${formatFen(form.feeFen)}`,
    order: form.orderNumber ?? '',
    confirmedAt: form.decidedAt ? shanghaiDay(form.decidedAt) : '',
    notes: [
      '报名确认以后，人员和科目不能再变更。',
      ...(offline ? ['请单位盖章，带本表和付款凭证到现场，出示二维码签到、领取资料。'] : []),
      ...(centre.telephone ? [`有疑问请致电 ${centre.name} ${centre.telephone}。`] : []),
    ],
  }
}
