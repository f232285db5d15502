import { newId } from '../../server/core/ids.ts'
import { calendarDays } from './calendar.ts'
import { creditCodeOf } from './credit-codes.ts'
import { type SeededPlans, seedPlans } from './plans.ts'
import type { Scene } from './scene.ts'

export type SeededCentre = {
  readonly payees: { readonly own: string; readonly partner: string }
  readonly plans: SeededPlans
}

const centreName = '江苏建科建筑技术培训中心'

/** The centre of the sample slips with its accounts, holidays and plans. */
export async function seedCentre(scene: Scene): Promise<SeededCentre> {
  const { tx, at } = scene
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

  return { payees, plans: await seedPlans(scene, centreName) }
}
