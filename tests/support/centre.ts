import type { World } from './world.ts'

/** The switch 自动对账, on a centre whose settings may never have been saved. */
export async function setAutoSettle(world: World, autoSettle: boolean): Promise<void> {
  await world.deps.db.centreSettings.upsert({
    where: { id: 1 },
    create: {
      id: 1,
      name: '江苏建科建筑技术培训中心',
      nameEn: 'Training centre',
      postalAddress: '',
      telephone: '',
      mailFrom: '',
      sellerName: '',
      sellerTaxNumber: '',
      autoSettle,
    },
    update: { autoSettle },
  })
}
