import { afterAll, beforeAll, expect, test } from 'vitest'
import { learnAlias, loadPayerFacts } from '../../../server/features/organisations/organisation-names.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let group: MadeOrganisation
let child: MadeOrganisation
let grandchild: MadeOrganisation
let sibling: MadeOrganisation
let stranger: MadeOrganisation
let staff: { cookie: string; id: string }

beforeAll(async () => {
  world = await openWorld()
  group = await makeOrganisation(world, { name: '鸿业集团有限公司' })
  sibling = await makeOrganisation(world, { name: '鸿业监理有限公司', parent: group })
  child = await makeOrganisation(world, { name: '鸿业检测有限公司', parent: group })
  grandchild = await makeOrganisation(world, { name: '地基检测室', parent: child })
  stranger = await makeOrganisation(world, { name: '100%_别家有限公司' })
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

test('an admin sees their subtree, parents before children, and nothing above or beside it', async () => {
  const tree = async (organisation: MadeOrganisation) => {
    const { cookie } = await makeAdmin(world, organisation)
    const { data } = await world.query('organisations.tree', undefined, cookie)
    return data.map(({ name, depth }: { name: string; depth: number }) => `${depth} ${name}`)
  }
  expect(await tree(group)).toEqual(['0 鸿业集团有限公司', '1 鸿业监理有限公司', '1 鸿业检测有限公司', '2 地基检测室'])
  expect(await tree(child)).toEqual(['0 鸿业检测有限公司', '1 地基检测室'])
  expect(await tree(stranger)).toEqual([`0 ${stranger.name}`])
})

test('an organisation is shown with its place in the tree, as far up as one may see', async () => {
  const above = async (cookie: string) =>
    (await world.query('organisations.get', { id: grandchild.id }, cookie)).data.ancestors.map(
      ({ name }: { name: string }) => name,
    )
  expect(await above((await makeAdmin(world, group)).cookie)).toEqual([group.name, child.name])
  expect(await above((await makeAdmin(world, child)).cookie)).toEqual([child.name])
  expect(await above((await makeAdmin(world, grandchild)).cookie)).toEqual([])
  expect(await above(staff.cookie)).toEqual([group.name, child.name])
})

test('what is above, beside or elsewhere does not exist for an admin', async () => {
  const { cookie } = await makeAdmin(world, child)
  for (const { id } of [group, sibling, stranger]) {
    expect((await world.query('organisations.get', { id }, cookie)).code).toBe('notFound')
  }
  const { data } = await world.query('organisations.get', { id: child.id }, cookie)
  expect(data).not.toHaveProperty('path')
  expect(data.billing).toEqual({ complete: true, missing: [] })
})

test('staff find organisations by part of a name and by the beginning of a code, page by page', async () => {
  const search = async (input: object) =>
    (await world.query('organisations.search', input, staff.cookie)).data.rows.map(({ name }: { name: string }) => name)
  expect(await search({ text: '鸿业' })).toEqual([child.name, sibling.name, group.name])
  expect(await search({ text: child.creditCode.slice(0, 12).toLowerCase() })).toContain(child.name)
  expect(await search({ text: '%' })).toEqual([stranger.name])
  expect(await search({ text: '_' })).toEqual([stranger.name])
  expect(await search({ enabled: false })).toEqual([])
  const first = (await world.query('organisations.search', { limit: 3 }, staff.cookie)).data
  const second = (await world.query('organisations.search', { limit: 3, cursor: first.nextCursor }, staff.cookie)).data
  expect([...first.rows, ...second.rows].map(({ name }: { name: string }) => name)).toEqual([
    stranger.name,
    grandchild.name,
    child.name,
    sibling.name,
    group.name,
  ])
  expect(first.rows[1]).toMatchObject({ parentName: child.name })
  expect((await world.query('organisations.search', { cursor: 'x' }, staff.cookie)).code).toBe('inputInvalid')
})

test('admins do not search the centre', async () => {
  const { cookie } = await makeAdmin(world, group)
  expect((await world.query('organisations.search', {}, cookie)).code).toBe('notAllowed')
  expect((await world.query('organisations.tree', undefined, staff.cookie)).code).toBe('notAllowed')
})

test('who may be expected to pay: the organisation, what staff confirmed before, and those above it', async () => {
  const learn = (payerName: string | null, payerAccount: string | null) =>
    inTransaction(world.deps, (tx) =>
      learnAlias(tx, {
        organisationId: grandchild.id,
        payerName,
        payerAccount,
        voucherId: null,
        confirmedById: staff.id,
      }),
    )
  await learn('鸿业检测（武汉）有限公司', '4301 0780 7123 6666 144')
  await learn('鸿业检测(武汉)', '4301078071236666144')
  await learn(null, '6225 **** **** 8061')
  await learn(null, null)
  await learn('（）', ' - ')
  const facts = await loadPayerFacts(world.deps.db, grandchild.id)
  expect(facts).toMatchObject({ name: grandchild.name, parents: [{ name: child.name }, { name: group.name }] })
  const byAccount = [...facts.aliases].sort((a, b) => a.payerAccount.localeCompare(b.payerAccount))
  // NFKC makes the brackets plain; the second is the same payer by key and account.
  expect(byAccount).toEqual([
    { payerName: '鸿业检测(武汉)有限公司', payerNameKey: '鸿业检测武汉', payerAccount: '4301078071236666144' },
    { payerName: '', payerNameKey: '', payerAccount: '6225********8061' },
  ])
  await expect(loadPayerFacts(world.deps.db, '01890000-0000-7000-8000-000000000009')).rejects.toThrow('notFound')
})
