import type { CardNoticeKind } from './card-notices.rules.ts'
import { openFact as open, yuan } from './notice-phrases.ts'
import type { NoticeTemplate } from './notice-text.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

export const cardTemplatesChinese: { readonly [K in CardNoticeKind]: NoticeTemplate<K> } = {
  recharged: (a, revealed) => ({
    title: `学习卡到账：${yuan(a.amountFen)}`,
    sentence: `${a.payerName}为您充值了“${a.planName}”的学习卡 ${yuan(a.amountFen)}，可用余额 ${yuan(a.balanceFen)}。`,
    facts: [
      ['培训计划', a.planName],
      ['缴费机构', a.payerName],
      ['充值金额', yuan(a.amountFen)],
      ['可用余额', yuan(a.balanceFen)],
      ...open('查看', revealed),
    ],
    steps: ['登录后可以用余额开通课程。'],
  }),
  cardsEndingForLearner: (a) => ({
    title: `学习卡快要到期：${yuan(a.amountFen)}`,
    sentence: `您在“${a.planName}”的学习卡余额 ${yuan(a.amountFen)} 只能用到 ${a.expiresOn}，过期作废。请在这之前开通课程。`,
    facts: [],
    steps: [],
  }),
  cardOperationEnded: (a) => ({
    title: `${say.cardOperations[a.operation]}${say.cardOutcome(a.code)}：${a.planName} ${say.people(a.people)}`,
    sentence: `“${a.planName}”的${say.cardOperations[a.operation]}${say.cardOutcome(a.code)}：${say.people(a.people)}，共 ${yuan(a.amountFen)}。${say.cardNext(a.code)}`,
    facts: [],
    steps: [],
  }),
  cardsEnding: (a, revealed) => ({
    title: `学习卡快要到期：${a.orderNumber}`,
    sentence: `${a.organisationName}的学习卡（订单 ${a.orderNumber}）${a.expiresOn} 到期，批次里还剩 ${yuan(a.leftFen)}，学员手里还有 ${yuan(a.heldFen)} 没有用。`,
    facts: [
      ['培训计划', a.planName],
      ['订单号', a.orderNumber],
      ['最后一天', a.expiresOn],
      ['批次余额', yuan(a.leftFen)],
      ['学员未用', yuan(a.heldFen)],
      ...open('打开', revealed),
    ],
    steps: ['到期后没有用掉的作废。请在最后一天之前充值给学员、开通课程；确实用不完的，请联系培训中心延期或退费。'],
  }),
}
