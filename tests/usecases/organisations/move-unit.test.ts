import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { pathRange } from '../../../server/features/organisations/units.rules.ts'
import { moveSubtree } from '../../../server/features/organisations/units.store.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let staff: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const move = (
  unit: { id: string },
  from: { id: string } | null,
  to: { id: string } | null,
  cookie: string,
  more: object = {},
) =>
  world.mutate(
    'organisations.move',
    { id: unit.id, expectedParentId: from?.id ?? null, parentId: to?.id ?? null, ...more },
    cookie,
  )
const pathOf = async (id: string) => (await world.deps.db.organisation.findUniqueOrThrow({ where: { id } })).path
const reason = { reason: '并入集团，见来函' }

/** group > [east > lab, west], and their admin. */
async function makeGroup(): Promise<{
  group: MadeOrganisation
  east: MadeOrganisation
  west: MadeOrganisation
  lab: MadeOrganisation
  cookie: string
}> {
  const group = await makeOrganisation(world)
  const { cookie } = await makeAdmin(world, group)
  const department = async (parent: MadeOrganisation): Promise<MadeOrganisation> => {
    const id = newId()
    const { data } = await world.mutate(
      'organisations.createUnit',
      { id, parentId: parent.id, kind: 'department', name: `部${id.slice(-6)}` },
      cookie,
    )
    return { id, name: data.name, path: `${parent.path}${id}/`, creditCode: '' }
  }
  const [east, west] = [await department(group), await department(group)]
  return { group, east, west, lab: await department(east), cookie }
}

test('a unit moves with everything and everybody below it, and back', async () => {
  const { group, east, west, lab, cookie } = await makeGroup()
  const learner = await makeLearner(world, lab)
  const moved = await move(east, group, west, cookie)
  expect(moved.data).toEqual({ id: east.id, parentId: west.id, previousParentId: group.id, units: 2, people: 1 })
  expect(await pathOf(lab.id)).toBe(`${west.path}${east.id}/${lab.id}/`)
  expect((await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })).organisationPath).toBe(
    `${west.path}${east.id}/${lab.id}/`,
  )
  expect(
    await world.deps.db.auditEntry.findFirst({ where: { subjectId: east.id }, orderBy: { id: 'desc' } }),
  ).toMatchObject({
    action: 'organisation.moved',
    before: { parentId: group.id, parentName: group.name },
    after: { parentId: west.id, parentName: west.name, units: 2, people: 1 },
  })
  expect((await move(east, west, group, cookie)).code).toBeNull()
  expect(await pathOf(lab.id)).toBe(lab.path)
})

test('what it was moved away from is told to who moves second', async () => {
  const { group, east, west, lab, cookie } = await makeGroup()
  expect((await move(lab, east, west, cookie)).code).toBeNull()
  expect((await move(lab, east, group, cookie)).code).toBe('conflict')
  // Sent again because the answer got lost, it is done already.
  expect((await move(lab, east, west, cookie)).code).toBeNull()
})

test('nothing is moved below itself', async () => {
  const { group, east, lab, cookie } = await makeGroup()
  expect((await move(east, group, lab, cookie)).code).toBe('treeMoveIntoSelf')
  expect((await move(east, group, east, cookie)).code).toBe('treeMoveIntoSelf')
  expect(await pathOf(lab.id)).toBe(lab.path)
})

test('an admin moves within their own subtree only, and not the organisation that they act for', async () => {
  const { group, east, west, lab, cookie } = await makeGroup()
  const other = await makeGroup()
  expect((await move(group, null, other.group, cookie)).code).toBe('unitIsOwn')
  expect((await move(east, group, other.east, cookie)).code).toBe('notFound')
  expect((await move(other.east, other.group, group, cookie)).code).toBe('notFound')
  expect((await move(east, group, null, cookie)).code).toBe('notFound')
  const head = await makeAdmin(world, east)
  expect((await move(lab, east, west, head.cookie)).code).toBe('notFound')
  expect((await move(lab, east, group, head.cookie)).code).toBe('notFound')
})

test('staff attach a top organisation below another and take it off again, with a reason', async () => {
  const { group, cookie } = await makeGroup()
  const company = await makeOrganisation(world)
  const person = await makeLearner(world, company)
  expect(await move(company, null, group, staff.cookie)).toMatchObject({
    code: 'inputInvalid',
    details: { field: 'reason' },
  })
  expect((await move(company, null, group, staff.cookie, reason)).data).toMatchObject({ units: 1, people: 1 })
  // The group's admin sees it and its people now.
  expect((await world.query('organisations.get', { id: company.id }, cookie)).code).toBeNull()
  expect((await move(company, group, null, staff.cookie, reason)).data).toMatchObject({ parentId: null })
  expect(await pathOf(company.id)).toBe(company.path)
  expect((await world.query('organisations.get', { id: company.id }, cookie)).code).toBe('notFound')
  const row = await world.deps.db.learner.findUniqueOrThrow({ where: { id: person.id } })
  expect(row.organisationPath).toBe(company.path)
})

test('a department stays below an organisation, under a name that is free there', async () => {
  const { group, east, west, lab, cookie } = await makeGroup()
  expect((await move(east, group, null, staff.cookie, reason)).code).toBe('unitNeedsParent')
  const same = { id: newId(), parentId: west.id, kind: 'department', name: lab.name }
  await world.mutate('organisations.createUnit', same, cookie)
  expect((await move(lab, east, west, cookie)).code).toBe('unitNameTaken')
})

test('nothing is moved into what is disabled', async () => {
  const { group, east, west, cookie } = await makeGroup()
  await world.mutate('organisations.setEnabled', { id: west.id, enabled: false }, cookie)
  expect((await move(east, group, west, cookie)).code).toBe('unitClosed')
})

test('a tree has a depth that paths can be indexed at', async () => {
  const { group, cookie } = await makeGroup()
  let parent: { id: string } = group
  for (let level = 2; level <= 40; level++) {
    const unit = { id: newId(), parentId: parent.id, kind: 'department', name: `第${level}层` }
    expect((await world.mutate('organisations.createUnit', unit, cookie)).code).toBeNull()
    parent = unit
  }
  const deeper = { id: newId(), parentId: parent.id, kind: 'department', name: '太深' }
  expect((await world.mutate('organisations.createUnit', deeper, cookie)).code).toBe('treeTooDeep')
  const { group: other, east, lab } = await makeGroup()
  const under = await world.deps.db.organisation.findFirstOrThrow({ where: { name: '第39层' } })
  expect((await move(east, other, under, staff.cookie, reason)).code).toBe('treeTooDeep')
  expect(await pathOf(lab.id)).toBe(lab.path)
})

/** Whether everybody can be reached from a top organisation, by parents as by paths. */
async function isTree(tops: readonly MadeOrganisation[]): Promise<boolean> {
  const rows = await world.deps.db.organisation.findMany()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return rows.every((row) => {
    const parent = row.parentId === null ? null : byId.get(row.parentId)
    if (row.path !== `${parent?.path ?? '/'}${row.id}/`) return false
    const seen = new Set<string>()
    for (let at: string | null = row.id; at !== null; at = byId.get(at)?.parentId ?? null) {
      if (seen.has(at)) return false
      seen.add(at)
    }
    return tops.length > 0
  })
}

test('two moves at once cannot hang two units below each other', async () => {
  const { group, east, west, cookie } = await makeGroup()
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([move(east, group, west, cookie), move(west, group, east, cookie)])
    expect(answers.map(({ code }) => code).sort()).toEqual([null, 'treeMoveIntoSelf'].sort())
    expect(await isTree([group])).toBe(true)
    const [eastNow, westNow] = [await pathOf(east.id), await pathOf(west.id)]
    if (eastNow.startsWith(westNow)) await move(east, west, group, cookie)
    else await move(west, east, group, cookie)
  }
})

test('positive control: who decides on what they read before the other one wrote makes a ring', async () => {
  const { group, east, west } = await makeGroup()
  const moveUnlocked = (unit: MadeOrganisation, below: MadeOrganisation, beforeWriting: () => Promise<unknown>) =>
    inTransaction(world.deps, async (tx) => {
      const rows = await tx.organisation.findMany({ where: { id: { in: [unit.id, below.id] } } })
      const path = (id: string) => rows.find((row) => row.id === id)?.path ?? ''
      if (path(below.id).startsWith(path(unit.id))) throw new Error('below itself')
      await beforeWriting()
      await moveSubtree(tx, { id: unit.id, path: path(unit.id) }, { id: below.id, path: path(below.id) })
    })
  await moveUnlocked(west, east, () => moveUnlocked(east, west, () => Promise.resolve()))
  expect(await isTree([group])).toBe(false)
  // Put right again, for the tests that look at all organisations.
  for (const unit of [east, west]) {
    await world.deps.db.organisation.update({ where: { id: unit.id }, data: { parentId: group.id, path: unit.path } })
  }
  await world.deps.db.$executeRaw`
    UPDATE organisations o SET path = p.path || o.id::text || '/' FROM organisations p
    WHERE p.id = o.parent_id AND o.parent_id IN (${east.id}::uuid, ${west.id}::uuid)`
  expect(await isTree([group])).toBe(true)
})

test('a learner added while their unit moves comes to stand with it', async () => {
  const { group, east, west, lab, cookie } = await makeGroup()
  const adding = Array.from({ length: 20 }, async () => {
    for (;;) {
      try {
        return await makeLearner(world, { id: lab.id, path: await pathOf(lab.id) })
      } catch (error) {
        // It was moved between the look and the insert: the foreign key says so.
        if (!String(error).includes('learners_organisation_id_organisation_path_fkey')) throw error
      }
    }
  })
  const moves = (async () => {
    for (let round = 0; round < 4; round++) {
      const [from, to] = round % 2 === 0 ? [group, west] : [west, group]
      expect((await move(east, from, to, cookie)).code).toBeNull()
    }
  })()
  await Promise.all([...adding, moves])
  const path = await pathOf(lab.id)
  const { from, to } = pathRange(path)
  expect(await world.deps.db.learner.count({ where: { organisationPath: { gte: from, lt: to } } })).toBe(20)
  expect(await world.deps.db.learner.count({ where: { organisationId: lab.id } })).toBe(20)
})
