import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Actor } from '../../server/core/actor.ts'
import { nameKey } from '../../server/core/names.ts'
import type { Deps } from '../../server/deps.ts'
import { loadCentre } from '../../server/features/centre/centre-facts.ts'
import { announce } from '../../server/features/notices/announce.ts'
import { registrationCheck, registrationCompress } from '../../server/features/registrations/registrations.queues.ts'
import { answerBy } from '../../server/features/registrations/registrations.rules.ts'
import { creditCodeOf } from './credit-codes.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene, type Times } from './scene.ts'

type Entry = {
  readonly picture: string
  readonly code: string
  readonly name: string
  readonly contactName: string
  readonly address: string
  readonly state: 'draft' | 'pending' | 'rejected'
  /** When it was handed in (a draft: begun). */
  readonly when: { readonly daysAgo: number; readonly time: string } | { readonly minutesAgo: number }
}

/** What waits on the reviewers' desk, with licences that the worker reads once it runs. */
const entries: readonly Entry[] = [
  {
    // Overdue, and its licence has run out.
    picture: 'yancheng-haitong.jpg',
    code: creditCodeOf('320902', 203),
    name: '盐城海通岩土工程勘测有限公司',
    contactName: '卞海涛',
    address: '盐城市亭湖区人民中路66号',
    state: 'pending',
    when: { daysAgo: 12, time: '10:20' },
  },
  {
    // The name lacks two characters of the licence's (有限), and an organisation is called almost the same.
    picture: 'nanjing-suzheng.jpg',
    code: creditCodeOf('320106', 202),
    name: '南京苏正建设工程检测技术公司',
    contactName: '邵文涛',
    address: '南京市鼓楼区中山北路105号',
    state: 'pending',
    when: { minutesAgo: 260 },
  },
  {
    picture: 'wuxi-huaxin.jpg',
    code: creditCodeOf('320214', 201),
    name: '无锡华信交通工程检测有限公司',
    contactName: '顾明远',
    address: '无锡市新吴区长江北路18号',
    state: 'pending',
    when: { minutesAgo: 50 },
  },
  {
    picture: 'taizhou-jinding.jpg',
    code: creditCodeOf('321202', 204),
    name: '泰州金鼎工程质量检测有限公司',
    contactName: '钱立群',
    address: '泰州市海陵区青年北路9号',
    state: 'rejected',
    when: { daysAgo: 3, time: '14:05' },
  },
  {
    picture: 'huaian-lianshui.jpg',
    code: creditCodeOf('320826', 205),
    name: '涟水县建设工程质量检测中心有限公司',
    contactName: '',
    address: '',
    state: 'draft',
    when: { minutesAgo: 15 },
  },
]

const minuteMs = 60_000
const reason = '照片有点虚，营业期限看不清。请在亮处把营业执照平放，重拍一张再提交。'

export type StoredLicence = Entry & {
  readonly at: Date
  readonly registrationId: string
  readonly fileId: string
  readonly key: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Puts the pictures where an upload would put them; files come before the transaction that names them. */
export async function storeLicences(deps: Pick<Deps, 'files'>, times: Times): Promise<StoredLicence[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const bytes = await readFile(new URL(`./licences/${entry.picture}`, import.meta.url))
      const { when } = entry
      const at =
        'minutesAgo' in when
          ? new Date(times.now.getTime() - when.minutesAgo * minuteMs)
          : times.at(when.daysAgo, when.time)
      const registrationId = times.idAt(at)
      const key = `registrations/${registrationId}/original-${crypto.randomUUID()}`
      await deps.files.put(key, bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { ...entry, at, registrationId, fileId: times.idAt(at), key, sizeBytes: bytes.length, sha256 }
    }),
  )
}

export async function seedRegistrations(
  scene: Scene,
  licences: readonly StoredLicence[],
  people: SeededPeople,
): Promise<void> {
  for (const [index, licence] of licences.entries()) await seedRegistration(scene, licence, index, people)
}

async function seedRegistration(
  scene: Scene,
  licence: StoredLicence,
  index: number,
  people: SeededPeople,
): Promise<void> {
  const { deps, tx, now, note } = scene
  const { at, registrationId, state, code, name, contactName, address } = licence
  const isDraft = state === 'draft'
  const centre = await loadCentre(tx)
  const decidedAt = state === 'rejected' ? new Date(Math.min(at.getTime() + 95 * minuteMs, now.getTime())) : null
  const mobile = `138${String(20_260_000 + index).padStart(8, '0')}`
  const email = isDraft ? '' : `zhuce${index + 1}@example.com`
  const dueAt = answerBy(at, centre.registrationReviewDays, centre.calendar)
  const { reviewer } = people
  await tx.registration.create({
    data: {
      id: registrationId,
      code,
      codeKind: 'creditCode',
      name,
      nameKey: nameKey(name),
      contactName,
      mobile,
      email,
      address,
      state,
      stateSince: decidedAt ?? at,
      version: isDraft ? 2 : 3,
      formVersion: isDraft ? 1 : 3,
      ...(isDraft ? {} : { submittedAt: at, dueAt }),
      ...(decidedAt
        ? { decidedAt, decidedById: reviewer.id, decidedByName: reviewer.name, rejectedReason: reason }
        : {}),
      createdAt: at,
    },
  })
  await tx.registrationFile.create({
    data: {
      id: licence.fileId,
      registrationId,
      purpose: 'licence',
      stateSince: at,
      originalName: `IMG_${at.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15)}.jpg`,
      kind: 'jpeg',
      sizeBytes: licence.sizeBytes,
      sha256: licence.sha256,
      originalKey: licence.key,
      createdAt: at,
    },
  })
  await deps.jobs.send(tx, registrationCompress, { fileId: licence.fileId })
  await deps.jobs.send(tx, registrationCheck, { registrationId })

  const applicant: Actor = { kind: 'applicant', registrationId, name: contactName || mobile, ip: '192.0.2.20' }
  const about = { subjectType: 'registration', subjectId: registrationId, organisationId: null }
  note(at, applicant, { ...about, action: 'registration.begun', after: { code, kind: 'creditCode', doubtful: false } })
  note(at, applicant, {
    ...about,
    action: 'registrationFile.received',
    after: { fileId: licence.fileId, purpose: 'licence', kind: 'jpeg', sizeBytes: licence.sizeBytes },
  })
  if (isDraft) return
  note(at, applicant, {
    ...about,
    action: 'registration.pending',
    before: { state: 'draft' },
    after: { state: 'pending', name, code, files: 1, dueAt: dueAt.toISOString() },
  })
  if (!decidedAt) return
  note(decidedAt, actorOf(reviewer), {
    ...about,
    action: 'registration.rejected',
    before: { state: 'pending' },
    after: { state: 'rejected', reason, version: 3 },
  })
  await announce(deps, tx, {
    kind: 'registrationRejected',
    registrationId,
    organisationId: null,
    organisationName: name,
    email,
    reason,
    rejectedAt: decidedAt.toISOString(),
  })
}
