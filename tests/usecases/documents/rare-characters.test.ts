import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeBatch, recharge } from '../../support/cards.ts'
import { addHours, makeCertified, makeFreePlan } from '../../support/earned.ts'
import { makeEnrolment } from '../../support/enrolments.ts'
import { makePayee } from '../../support/orders.ts'
import { makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { facesOfPdf } from '../../support/read-pdf.ts'
import { openWorld, type World } from '../../support/world.ts'
import { type Download, download, makeCentre } from './arrange.ts'

/** Every document that names people, for one person whose name every face has, and one with a character that none has. */
const printable = '㛃䶮𬱖𠅤𠮷㐂𬭎'
const unprintable = '欧阳𪚥'
const onPaper = '欧阳U+2A6A5'
const note = '虚线方框里的字打印字库没有，请按证件手写补上；框后是它的编码。'

/** A template of documents about people, without the house's own page. */
const templates = readdirSync('server/features', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.typ'))
  .map((file) => path.basename(file, '.typ'))

let world: World
let prints: Record<string, (name: string) => Promise<Download>>

beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  await makePayee(world)
  prints = {
    'confirmation-letter': async (name) => {
      const { admin, company, plan } = await arrange(name)
      const letter = {
        id: newId(),
        planId: plan.id,
        organisationId: company.id,
        contactName: '赵敏',
        telephone: '025-84290000',
        withList: true,
      }
      const made = await world.mutate('letters.print', letter, admin.cookie)
      if (made.code !== null) throw new Error(made.code)
      return download(world, `/api/files/letters/${made.data.id}/letter.pdf`, admin.cookie)
    },
    'enrolment-form': async (name) => {
      const { admin, enrolmentId } = await arrange(name)
      return download(world, `/api/files/enrolments/${enrolmentId}/form.pdf`, admin.cookie)
    },
    'hours-statement': async (name) => {
      const { admin, learner } = await arrange(name)
      return download(world, `/api/files/learners/${learner.id}/hours.pdf?year=2026`, admin.cookie)
    },
    'people-list': async (name) => {
      const { admin, plan } = await arrange(name)
      return download(world, `/api/files/plans/${plan.id}/people.pdf`, admin.cookie)
    },
    'recharge-list': async (name) => {
      const { admin, company, learner } = await arrange(name)
      const batch = await makeBatch(world, company, { valueFen: 10_000 })
      const id = await recharge(world, admin.cookie, batch.id, [{ id: learner.id, amountFen: 100 }])
      return download(world, `/api/files/card-operations/${id}/list.pdf`, admin.cookie)
    },
    certificate: async (name) => {
      const { admin, company, plan } = await arrange('王芳')
      const { id } = await makeCertified(world, plan, company, { name })
      return download(world, `/api/files/certificates/${id}/certificate.pdf`, admin.cookie)
    },
  }
})
afterAll(() => world.close())

/** An organisation with somebody of this name who takes part in a plan and has some hours of it. */
async function arrange(name: string) {
  const company = await makeOrganisation(world)
  const admin = await makeAdmin(world, company)
  const plan = await makeFreePlan(world)
  const learner = await makeLearner(world, company, { name })
  const { id: enrolmentId } = await makeEnrolment(world, { plan, learner, organisation: company, state: 'confirmed' })
  await addHours(world, learner, plan, 500)
  return { company, admin, plan, learner, enrolmentId }
}

const print = (kind: string, name: string): Promise<Download> => {
  const how = prints[kind]
  if (!how) throw new Error(`nobody knows how to print ${kind}`)
  return how(name)
}

test('every template is in this test', () => {
  expect(templates.toSorted()).toEqual(Object.keys(prints).toSorted())
})

test.each(templates)(
  '%s: rare characters of a name come out of the text again, and nothing is to be written by hand',
  async (kind) => {
    const { status, text } = await print(kind, printable)
    expect(status).toBe(200)
    expect(text).toContain(printable)
    expect(text).not.toContain('手写补上')
    expect(text).not.toContain('U+')
  },
)

test.each(templates)(
  '%s: a character that no face has is a square with its code, and the page says what to do with it',
  async (kind) => {
    const { status, pages } = await print(kind, unprintable)
    expect(status).toBe(200)
    const named = pages.filter((page) => page.includes(onPaper))
    expect(named.length).toBeGreaterThan(0)
    for (const page of named) expect(page).toContain(note)
    expect(pages.join('')).not.toContain('𪚥')
  },
)

test.each(templates)('%s: is set in the house’s faces and no other', async (kind) => {
  const faces = await facesOfPdf((await print(kind, printable)).file)
  expect(faces.length).toBeGreaterThan(1)
  for (const face of faces) expect(face).toMatch(/^(NotoSansSC|XueshiRareHan)-(Regular|Bold)/)
})
