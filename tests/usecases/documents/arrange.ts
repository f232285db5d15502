import { newId } from '../../../server/core/ids.ts'
import { readPdfText } from '../../support/read-pdf.ts'
import type { World } from '../../support/world.ts'

/** The centre as the manual has it: where confirmation letters are sent to. */
export const centre = {
  name: '北京继续教育培训中心',
  postalAddress: '北京市朝阳区育慧里5号',
  letterRecipient: '北京组（收）',
  telephone: '84297523',
}

export async function makeCentre(world: World, changed: Partial<typeof centre> = {}): Promise<void> {
  const saved = { ...centre, ...changed }
  await world.deps.db.centreSettings.upsert({
    where: { id: 1 },
    create: { id: 1, nameEn: 'Centre', mailFrom: '', sellerName: '', sellerTaxNumber: '', ...saved },
    update: saved,
  })
}

export type Download = {
  status: number
  code: string | null
  /** Of each page, without blanks. */
  pages: string[]
  text: string
  file: Uint8Array
  name: string
  bytes: number
}

/** A PDF as its reader gets it. */
export async function download(world: World, path: string, cookie: string): Promise<Download> {
  const answer = await world.request(path, { cookie })
  const body = new Uint8Array(await answer.arrayBuffer())
  const refusal = answer.ok ? null : (JSON.parse(new TextDecoder().decode(body)) as { app: { code: string } })
  const pages = answer.ok ? (await readPdfText(body)).map(flat) : []
  const name = /filename\*=UTF-8''(.*)$/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? ''
  return {
    status: answer.status,
    code: refusal?.app.code ?? null,
    pages,
    text: pages.join(''),
    file: body,
    name: decodeURIComponent(name),
    bytes: body.length,
  }
}

export const flat = (text: string) => text.replace(/\s/g, '')

/** So many learners of a unit, straight into the tables, confirmed in a plan where one is named. */
export async function addPeople(
  world: World,
  unit: { id: string; path: string },
  count: number,
  planId: string | null = null,
): Promise<string[]> {
  const mark = newId()
  const rows = await world.deps.db.$queryRaw<{ id: string }[]>`
    INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked, mobile)
    SELECT gen_random_uuid(), ${unit.id}::uuid, ${unit.path}, '学员' || n || '号', '学员' || lpad(n::text, 5, '0'), 'sealed',
           encode(sha256((${mark} || n)::bytea), 'hex'), '320101********' || lpad((n % 10000)::text, 4, '0'), '13800000000'
    FROM generate_series(1, ${count}::int) AS n RETURNING id`
  const ids = rows.map((row) => row.id)
  if (planId !== null) {
    await world.deps.db.$executeRaw`
      INSERT INTO enrolments (id, plan_id, learner_id, organisation_id, organisation_path, state, fee_fen, submitted_at, submitted_by_id,
                              due_at, decided_at, decided_by_id, form_code, created_by_id)
      SELECT gen_random_uuid(), ${planId}::uuid, learner, ${unit.id}::uuid, ${unit.path}, 'confirmed', 80000, now(), learner, now(), now(),
             learner, translate(upper(substr(md5(learner::text), 1, 10)), '01', 'XY'), learner
      FROM unnest(${ids}::uuid[]) AS learner`
  }
  await world.deps.db.$executeRaw`ANALYZE learners, enrolments`
  return ids
}
