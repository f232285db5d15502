import { readFile } from 'node:fs/promises'
import type { AccountActor } from '../../core/actor.ts'
import { formatAmountInWords } from '../../core/amount-in-words.ts'
import { AppError } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import { fen, formatFen } from '../../core/money.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { qrCode } from '../../platform/typesetting/qr-runs.ts'
import { rowsAPart, typesetParts } from '../../platform/typesetting/typeset.ts'
import { groupLetterCode } from './letters.rules.ts'
import type { LetterFacts, LetterOrder, LetterPerson } from './letters.schema.ts'
import { findLetter, findLetterFacts } from './letters.store.ts'
import { breakable, groupedInParts, modeWords, paymentWords, stateWords } from './words.ts'

const template = readFile(new URL('./confirmation-letter.typ', import.meta.url), 'utf8')

/** 确认书 as a PDF, from what was kept when it was printed first. Throws `notFound`, `letterOver` for a cancelled one. */
export async function setLetter(
  deps: Pick<Deps, 'db' | 'settings'>,
  actor: AccountActor,
  id: string,
): Promise<{ readonly pdf: Uint8Array; readonly name: string }> {
  const letter = authorize(actor, await findLetter(deps.db, id))
  if (letter.state === 'cancelled') throw new AppError('letterOver', { state: letter.state })
  const facts = await findLetterFacts(deps.db, id)
  if (!facts) throw new AppError('notFound')
  const page = pageOf(facts, letter.code, deps.settings.linkBase)
  const parts = facts.list
    ? groupedInParts(facts.list.map(lineOf), rowsAPart).map((groups) => ({ ...page, groups }))
    : [{ ...page, groups: null }]
  const pdf = await typesetParts(await template, parts)
  return { pdf, name: `确认书_${facts.organisation.name}_${facts.plan.name}.pdf` }
}

const kindWords = { enrolments: '报名', studyCards: '学习卡' } as const

function pageOf(facts: LetterFacts, code: string, linkBase: string) {
  const { centre, organisation, plan, orders, list } = facts
  const yuan = (amount: number) => `¥${formatFen(fen(amount))}`
  const whole = organisation.unit === '' ? organisation.name : `${organisation.name}（${organisation.unit}）`
  return {
    kicker: plan.publisher,
    codeGrouped: groupLetterCode(code),
    qr: qrCode(`${linkBase}/desk/letters?code=${code}`),
    running: `确认书 ${groupLetterCode(code)}　${whole}`,
    foot: `${facts.printedOn} 由“学时”生成`,
    centre: centre.name,
    opening: `我单位确认参加贵中心“${plan.name}”（计划编号 ${plan.number}）的培训，截至 ${facts.printedOn} 的报名和缴费情况如下，请予核对。`,
    facts: factRows(facts),
    orders: orders.map((order, index) => [
      String(index + 1),
      order.payer === '' ? order.number : `${order.number}（${breakable(order.payer)} 统一缴费）`,
      kindWords[order.kind],
      order.createdOn,
      yuan(order.amountFen),
      yuan(order.paidFen),
      stateOf(order),
    ]),
    sums: [yuan(facts.ordersFen), yuan(facts.paidFen)],
    paidInWords: facts.paidFen > 0 ? `人民币${formatAmountInWords(fen(facts.paidFen))}` : '',
    address: {
      place: centre.postalAddress || '（邮寄地址请致电培训中心）',
      recipient: centre.recipient || `${centre.name}（收）`,
      telephone: centre.telephone,
    },
    listWords: `${whole}　${plan.name}　共 ${list?.length ?? 0} 人`,
  }
}

function lineOf(one: LetterPerson, index: number) {
  const subjects = one.subjects.length > 0 ? one.subjects.join('、') : '全部'
  const states = [stateWords[one.state], paymentWords[one.paymentStatus]]
  return { unit: one.unit, row: [String(index + 1), breakable(one.name), one.idNumberMasked, subjects, ...states] }
}

function stateOf({ state, amountFen, paidFen }: LetterOrder): string {
  if (state === 'paid') return paidFen < amountFen ? '部分退费' : '已付清'
  return paidFen > 0 ? '部分付款' : '待付款'
}

/** Two pairs a line, or one that takes the line. */
function factRows({ organisation, plan, people, contactName, telephone }: LetterFacts): string[][] {
  const enrolled = people.confirmed + people.submitted
  const waiting = people.submitted > 0 ? `，待审核 ${people.submitted} 人` : ''
  return [
    ['单位名称', breakable(organisation.name)],
    ...(organisation.unit === '' ? [] : [['部门', breakable(organisation.unit)]]),
    ['统一社会信用代码', organisation.creditCode, '联系人', contactName],
    organisation.address === '' ? ['联系电话', telephone] : ['通讯地址', organisation.address, '联系电话', telephone],
    ['培训计划', plan.name],
    ['计划编号', plan.number, '所属年份', `${plan.year} 年`],
    ['培训方式', modeWords[plan.mode], '考核值', `${formatHours(plan.requiredHours)} 学时`],
    ['培训时间', `${plan.startsOn} 至 ${plan.endsOn}`],
    ...(plan.place === '' ? [] : [['培训地点', plan.place]]),
    ...(enrolled === 0
      ? []
      : [
          [
            '报名人数',
            `${enrolled} 人（已确认 ${people.confirmed} 人${waiting}）`,
            '缴费人数',
            people.due > 0 ? `${people.paid} 人，待缴 ${people.due} 人` : `${people.paid} 人`,
          ],
        ]),
  ]
}
