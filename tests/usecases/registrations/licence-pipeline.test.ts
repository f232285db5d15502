import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { checkRegistration } from '../../../server/features/registrations/check-registration.ts'
import type { RegistrationCheck } from '../../../server/features/registrations/registrations.schema.ts'
import {
  compressRegistrationFile,
  readRegistrationFile,
} from '../../../server/features/registrations/work-registration-files.ts'
import { prepareFile } from '../../../worker/photo/prepare-file.ts'
import { createLicenceReader } from '../../../worker/reading/read-licence.ts'
import { drawLicence } from '../../support/draw-licence.ts'
import { formFor, openApplicant } from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'
import { licenceCases } from '../../worker/reading/licence-layouts.ts'
import { photograph } from '../../worker/reading/paint-slip.ts'

const licenceReader = createLicenceReader()
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  await licenceReader.close()
  await world.close()
})

const [sample] = licenceCases
if (!sample) throw new Error('no licence')
const { creditCode, name } = sample.expected

/** From the phone's camera to what the page says, with everything real but the queue in between. */
async function photographed(typedName: string): Promise<Record<string, RegistrationCheck>> {
  const applicant = openApplicant(world)
  const id = newId()
  const form = formFor(typedName)
  await applicant.mutate('registrations.begin', { id, code: creditCode, mobile: form.mobile })
  await applicant.mutate('registrations.saveForm', { id, version: 1, form })
  const bytes = await photograph(drawLicence(sample?.licence ?? never(), sample?.decoration), sample?.painting ?? {})
  const { fileId } = await applicant.upload(id, { bytes })
  await compressRegistrationFile({ ...world.deps, prepareFile }, { fileId })
  await readRegistrationFile({ ...world.deps, licenceReader }, { fileId })
  await checkRegistration(world.deps, { registrationId: id })
  const view = (await applicant.query('registrations.get', { id })).data
  expect(view).toMatchObject({ checked: true, missing: [] })
  expect(view.files[0]).toMatchObject({ state: 'read', hasPicture: true })
  return Object.fromEntries(view.checks.map((check: RegistrationCheck) => [check.code, check]))
}

function never(): never {
  throw new Error('no licence')
}

test('a photographed licence agrees with what was typed from it', async () => {
  const checks = await photographed(name)
  expect(checks['licenceCode']).toMatchObject({ verdict: 'pass', found: creditCode, expected: creditCode })
  expect(checks['licenceName']).toMatchObject({ verdict: 'pass', found: name, expected: name })
})

test('and differs from another name, with both shown', async () => {
  const checks = await photographed('常州市新北区某某建设监理有限公司')
  expect(checks['licenceCode']).toMatchObject({ verdict: 'pass' })
  expect(checks['licenceName']).toMatchObject({ verdict: 'fail', found: name, finding: 'nameDiffers' })
})
