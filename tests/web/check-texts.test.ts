import { beforeAll, describe, expect, test } from 'vitest'
import { checkFindings, rejectReasons } from '../../server/features/vouchers/vouchers.schema.ts'
import {
  checkAdvice,
  checkTitle,
  checkValues,
  isRejectReason,
  rejectAdvice,
  rejectReason,
} from '../../web/texts/checks.ts'
import { setLanguage } from '../../web/texts/texts.ts'

const details = {
  differenceFen: 40_000,
  orderNumber: 'PX26M4T8RK',
  sameOrganisation: true,
  daysAgo: 200,
  state: 'paid',
}

for (const language of ['zh-CN', 'en'] as const) {
  describe(language, () => {
    beforeAll(() => setLanguage(language))

    test('every finding has a title, also without values, and no value shows raw', () => {
      for (const finding of checkFindings) {
        for (const said of [checkTitle({ finding, details }), checkTitle({ finding, details: {} })]) {
          expect(said, finding).toMatch(/\S/)
          expect(said, finding).not.toMatch(/undefined|null|NaN|40000/)
        }
      }
    })

    test('what is not in order says what to do, what is says nothing', () => {
      const needsNothing = checkFindings.filter((finding) => checkAdvice({ finding, details }, 'uploader') === null)
      expect(needsNothing).toEqual([
        'amountAgrees',
        'wordsAgree',
        'payeeIsOurs',
        'payeeNameOnly',
        'payerIsOrganisation',
        'payerIsAlias',
        'orderNoFound',
        'paidAtPlausible',
        'fileNew',
        'pictureNew',
        'serialNew',
        'serialMissing',
        'statementLineAgrees',
      ])
    })

    test('every reason to reject has a name and says what now', () => {
      for (const code of rejectReasons) {
        expect(isRejectReason(code)).toBe(true)
        expect(rejectReason(code)).toMatch(/\S/)
        expect(rejectAdvice(code)).toMatch(/\S/)
      }
      expect(isRejectReason('toString')).toBe(false)
    })

    test('no sentence of one language is the other one’s', () => {
      for (const finding of checkFindings) {
        const han = /\p{Script=Han}/u.test(checkTitle({ finding, details }))
        expect(han, finding).toBe(language === 'zh-CN')
      }
    })
  })
}

test('the two values of an amount are money, the slip’s first', async () => {
  await setLanguage('zh-CN')
  expect(
    checkValues({ code: 'amount', finding: 'amountBelow', found: '640000', expected: '680000', details: {} }),
  ).toEqual([
    { label: '转账', text: '¥6,400.00' },
    { label: '待缴', text: '¥6,800.00' },
  ])
})

test('a name that is nearly the organisation’s is marked where it differs, a stranger’s is not', () => {
  const [close] = checkValues({
    code: 'payerName',
    finding: 'payerIsClose',
    found: '某公司第二分公司',
    expected: '某公司',
    details: {},
  })
  expect(close).toEqual({ label: '回单', text: '某公司第二分公司', against: '某公司' })
  const [other] = checkValues({
    code: 'payerName',
    finding: 'payerIsOther',
    found: '沈明',
    expected: '某公司',
    details: {},
  })
  expect(other).toEqual({ label: '回单', text: '沈明' })
})

test('where the slip shows nothing, there are no values to compare', () => {
  const check = { code: 'paidAt', finding: 'paidAtMissing', found: null, expected: '2026-05-01T00:00:00Z', details: {} }
  expect(checkValues(check as Parameters<typeof checkValues>[0])).toEqual([])
})
