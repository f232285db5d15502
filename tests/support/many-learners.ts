import type { MadeOrganisation } from './people.ts'
import { makeOrganisation } from './people.ts'
import type { World } from './world.ts'

export type ManyLearners = {
  /** Holds a fifth of all, in 21 organisations. */
  readonly big: MadeOrganisation
  /** Holds 300, in 3. */
  readonly small: MadeOrganisation
  /** A department of `big`. */
  readonly department: MadeOrganisation
}

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈'
const givenNames =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉梅华建国志文斌宇浩凯健俊帆雪琳婷雨欣子轩梓涵思晨嘉怡佳慧晓东海龙飞鹏程云山水木金火土春夏秋冬天地日月星辰江河湖海'

/**
 * Fills a world with learners as a centre of that size has them: many small organisations and a few large ones, a tenth
 * of the accounts not used yet, five in a hundred disabled. Straight into the tables: what is measured are questions.
 */
export async function makeManyLearners(world: World, count: number): Promise<ManyLearners> {
  const { db } = world.deps
  const big = await makeOrganisation(world)
  const departments: MadeOrganisation[] = []
  for (let i = 0; i < 20; i++) departments.push(await makeOrganisation(world, { parent: big, billing: false }))
  const small = await makeOrganisation(world)
  const smallOnes = [small]
  for (let i = 0; i < 2; i++) smallOnes.push(await makeOrganisation(world, { parent: small, billing: false }))
  const bigIds = [big, ...departments].map((one) => one.id)
  const smallIds = smallOnes.map((one) => one.id)
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`
        INSERT INTO organisations (id, path, name, name_key)
        SELECT id, '/' || id || '/', '单位' || id, '单位' || id
        FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 400)) made`
      await tx.$executeRaw`
        INSERT INTO accounts (id, name, password_hash, must_change_password, staff_roles)
        SELECT md5('account' || n)::uuid, '学员', 'none', n % 10 = 0, '{}' FROM generate_series(2, ${count}::int, 2) AS n`
      // Account states are written as the triggers would, and what refers to what is right. Indexes are made afterwards.
      await tx.$executeRaw`ALTER TABLE learners DISABLE TRIGGER ALL`
      const indexes = await tx.$queryRaw<{ name: string; made: string }[]>`
        SELECT indexname AS name, indexdef AS made FROM pg_indexes WHERE tablename = 'learners' AND indexname <> 'learners_pkey'`
      for (const { name } of indexes) await tx.$executeRawUnsafe(`DROP INDEX "${name}"`)
      await tx.$executeRaw`SET LOCAL enable_nestloop = off`
      // On a machine that is busy with other tests it takes longer than the product would ever wait.
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`
        WITH seats AS (
          SELECT id, path, CASE WHEN id = ANY (${bigIds}::uuid[]) THEN 'big' WHEN id = ANY (${smallIds}::uuid[]) THEN 'small' ELSE 'other' END AS kind
          FROM organisations),
        numbered AS (SELECT id, path, kind, row_number() OVER (PARTITION BY kind ORDER BY id) - 1 AS seat FROM seats),
        people AS (
          SELECT n, CASE WHEN n % 5 = 0 THEN 'big' WHEN n % 5 = 1 AND n <= 1500 THEN 'small' ELSE 'other' END AS kind,
                 ${surnames}::text AS surnames, ${givenNames}::text AS given,
                 abs(hashtext('a' || n)) AS a, abs(hashtext('b' || n)) AS b, abs(hashtext('c' || n)) AS c, abs(hashtext('d' || n)) AS d
          FROM generate_series(1, ${count}::int) AS n),
        named AS (
          SELECT *, substr(surnames, 1 + a % length(surnames), 1) || substr(given, 1 + b % length(given), 1)
                 || CASE WHEN c % 4 = 0 THEN '' ELSE substr(given, 1 + c % length(given), 1) END AS name
          FROM people)
        INSERT INTO learners (id, organisation_id, organisation_path, account_id, account_state, name, name_key, id_number_encrypted,
                              id_number_hash, id_number_masked, mobile, enabled)
        SELECT md5('learner' || n)::uuid, o.id, o.path, CASE WHEN n % 2 = 0 THEN md5('account' || n)::uuid END,
               (CASE WHEN n % 2 = 1 THEN 'none' WHEN n % 10 = 0 THEN 'given' ELSE 'active' END)::learner_account_state,
               name, name, 'sealed', encode(sha256(n::text::bytea), 'hex'),
               (320000 + d % 200) || '********' || lpad((a % 10000)::text, 4, '0'),
               '1' || (3 + b % 7) || lpad((c % 1000000000)::text, 9, '0'), a % 20 <> 0
        FROM named p
        JOIN (SELECT kind AS seat_kind, count(*) AS seats FROM numbered GROUP BY kind) k ON k.seat_kind = p.kind
        JOIN numbered o ON o.kind = p.kind AND o.seat = (p.n / 5) % k.seats`
      for (const { made } of indexes) await tx.$executeRawUnsafe(made)
      await tx.$executeRaw`ALTER TABLE learners ENABLE TRIGGER ALL`
    },
    { timeout: 300_000 },
  )
  await db.$executeRaw`VACUUM ANALYZE learners`
  await db.$executeRaw`ANALYZE`
  return { big, small, department: departments[0] ?? big }
}
