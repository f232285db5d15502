import { expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { accountKey } from '../../server/features/organisations/organisation-names.ts'
import {
  agreesWithRegistration,
  checkBillingAgrees,
  checkBillingComplete,
  missingBillingFields,
  sameRegisteredName,
} from '../../server/features/organisations/organisations.rules.ts'
import type { BillingFields } from '../../server/features/organisations/organisations.schema.ts'

const registration = {
  name: '众联（宁波）水利工程质量检测有限公司',
  creditCode: '91330203MA1000258W',
  organisationCode: null,
}
const profile: BillingFields = {
  invoiceKind: 'normal',
  title: registration.name,
  taxNumber: registration.creditCode,
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: 'caiwu@example.com',
  mobile: '13900000010',
}

const refusalOf = (work: () => void): AppError | null => {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

test('an ordinary invoice needs title, tax number, e-mail and mobile; a special one address, telephone and bank too', () => {
  expect(missingBillingFields(null)).toEqual(['title', 'taxNumber', 'email', 'mobile'])
  expect(missingBillingFields(profile)).toEqual([])
  const special = { ...profile, invoiceKind: 'special' as const, bank: ' ' }
  expect(missingBillingFields(special)).toEqual(['registeredAddress', 'registeredTelephone', 'bank', 'bankAccount'])
  expect(refusalOf(() => checkBillingComplete(special, 'id'))).toMatchObject({
    code: 'billingProfileIncomplete',
    details: { missing: 'registeredAddress,registeredTelephone,bank,bankAccount', organisationId: 'id' },
  })
})

test('brackets of either width and blanks make no other name; anything else does', () => {
  expect(sameRegisteredName('众联(宁波) 水利工程质量检测有限公司', registration.name)).toBe(true)
  expect(sameRegisteredName('众联宁波水利工程质量检测有限公司', registration.name)).toBe(false)
  expect(sameRegisteredName('众联（宁波）水利工程质量检测公司', registration.name)).toBe(false)
})

test('a title or tax number of somebody else is refused with both values', () => {
  expect(refusalOf(() => checkBillingAgrees(profile, registration, null))).toBeNull()
  expect(
    refusalOf(() => checkBillingAgrees({ ...profile, title: '众联集团有限公司' }, registration, null)),
  ).toMatchObject({
    code: 'billingTitleMismatch',
    details: { title: '众联集团有限公司', registeredName: registration.name },
  })
  expect(
    refusalOf(() => checkBillingAgrees({ ...profile, taxNumber: '91330203MA1000259T' }, registration, null)),
  ).toMatchObject({
    code: 'billingTaxNumberMismatch',
    details: { taxNumber: '91330203MA1000259T', creditCode: registration.creditCode },
  })
})

test('what staff allowed may be saved again, and nothing beyond it', () => {
  const allowed = { title: '众联集团有限公司', taxNumber: '91330203MA1000259T' }
  expect(refusalOf(() => checkBillingAgrees({ ...profile, ...allowed }, registration, allowed))).toBeNull()
  expect(
    refusalOf(() => checkBillingAgrees({ ...profile, ...allowed, title: '别人' }, registration, allowed))?.code,
  ).toBe('billingTitleMismatch')
})

test('with an older organisation code the tax number has to hold it; with neither code staff have to look', () => {
  const older = { ...registration, creditCode: null, organisationCode: 'MA100025-8' }
  expect(agreesWithRegistration(profile, older).taxNumber).toBe(true)
  expect(agreesWithRegistration({ ...profile, taxNumber: '330203MA1000258' }, older).taxNumber).toBe(true)
  expect(agreesWithRegistration({ ...profile, taxNumber: '330203MA1000259' }, older).taxNumber).toBe(false)
  expect(agreesWithRegistration(profile, { ...older, organisationCode: null }).taxNumber).toBe(false)
})

test('accounts are compared by digits and the stars that hide them', () => {
  expect(accountKey('6225 **** **** 8061')).toBe('6225********8061')
  expect(accountKey('４３０１-0209')).toBe('43010209')
})
