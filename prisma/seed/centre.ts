import { newId } from '../../server/core/ids.ts'
import { calendarDays } from './calendar.ts'
import { creditCodeOf } from './credit-codes.ts'
import type { Scene } from './scene.ts'

export type SeededCentre = {
  readonly payees: { readonly own: string; readonly partner: string }
  readonly plans: { readonly knowledge: string; readonly sampling: string; readonly lastYear: string }
}

const centreName = '江苏建科建筑技术培训中心'

/** The centre of the sample slips with its accounts, holidays and plans. */
export async function seedCentre({ tx, now, at, idAt }: Scene): Promise<SeededCentre> {
  await tx.centreSettings.create({
    data: {
      name: centreName,
      nameEn: 'Jiangsu Jianke Construction Training Centre',
      postalAddress: '江苏省南京市鼓楼区北京西路 12 号 培训部（收）',
      telephone: '025-8000 0000',
      mailFrom: `${centreName} <fapiao@jkpx.example>`,
      sellerName: centreName,
      sellerTaxNumber: creditCodeOf('320106', 1),
    },
  })
  await tx.calendarDay.createMany({
    data: calendarDays.map(({ day, kind, name }) => ({ day: new Date(day), kind, name })),
  })

  const payees = { own: newId(), partner: newId() }
  await tx.payeeAccount.createMany({
    data: [
      {
        id: payees.own,
        name: centreName,
        bank: '中国工商银行南京山西路支行',
        account: '4301020919100345678',
        isDefault: true,
        createdAt: at(400, '09:00'),
      },
      {
        id: payees.partner,
        name: '国培网(北京)教育科技有限公司',
        bank: '交通银行北京和平里东街支行',
        account: '110060149018010023456',
        createdAt: at(399, '09:00'),
      },
    ],
  })

  const year = Number(at(0, '12:00').toISOString().slice(0, 4))
  const publishedAt = new Date(Math.min(Date.parse(`${year}-01-04T09:00:00+08:00`), at(1, '09:00').getTime()))
  const plan = { publisher: centreName, requiredHours: 3000 }
  const plans = {
    knowledge: idAt(publishedAt),
    sampling: idAt(publishedAt),
    lastYear: idAt(new Date(`${year - 1}-03-01T01:00:00Z`)),
  }
  await tx.plan.createMany({
    data: [
      {
        ...plan,
        id: plans.knowledge,
        number: `${year}0104161802103`,
        name: `${year}年专业技术人员公共知识培训`,
        year,
        startsAt: new Date(`${year}-01-04T00:00:00+08:00`),
        // As in the manual, where the plan of 2021 could be taken until the end of 2022: the demo takes orders on any day.
        endsAt: new Date(`${year + 1}-12-31T23:59:59+08:00`),
        mode: 'online',
        lateChangesAllowed: true,
        feePerLearnerFen: 24_000n,
        state: 'published',
        stateSince: publishedAt,
      },
      {
        ...plan,
        id: plans.sampling,
        number: `${year}0104162309274`,
        name: `${year}年第二期见证取样员培训`,
        year,
        startsAt: new Date(`${year}-01-04T00:00:00+08:00`),
        endsAt: new Date(`${year + 1}-03-31T23:59:59+08:00`),
        mode: 'offline',
        capacity: 200,
        feePerLearnerFen: 320_000n,
        state: 'published',
        stateSince: publishedAt,
      },
      {
        ...plan,
        id: plans.lastYear,
        number: `${year - 1}0301133105629`,
        name: `${year - 1}年专业技术人员公共知识培训`,
        year: year - 1,
        startsAt: new Date(`${year - 1}-03-01T00:00:00+08:00`),
        endsAt: new Date(Math.min(now.getTime(), Date.parse(`${year - 1}-12-31T23:59:59+08:00`))),
        mode: 'online',
        feePerLearnerFen: 24_000n,
        state: 'closed',
        stateSince: publishedAt,
      },
    ],
  })
  return { payees, plans }
}
