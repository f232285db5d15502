import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployMigrations, diffMigrationsToSchema } from '../../prisma/migrate.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('the migrations lead to exactly what the schema files say', async () => {
  expect(await diffMigrationsToSchema(world.databaseUrl)).toContain('This is an empty migration')
})

test('a database that is up to date has nothing to apply', async () => {
  expect(await deployMigrations(world.databaseUrl)).toEqual([])
})
