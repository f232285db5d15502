import type { ErrorCode, ErrorDetails } from '../../server/core/app-error.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import { named } from './errors.zh-CN.ts'

const hoursFixedWhy: Readonly<Record<string, string>> = {
  pending: '还在待审核，不能更正。请撤回后重新录入。',
  rejected: '没有通过审核，不计学时，不用改。请重新录入。',
  adjustment: '是一条更正记录，请在原来的档案上改。',
  withdrawn: '已经作废，不计学时。请重新录入。',
  adjustmentWaits: '有一条更正正在待审核，请等它审完，或者先撤回那条更正。',
  online: '的线上学时由学习平台记录，有错请联系培训中心更正。',
}

const cardRefusals: Readonly<Record<string, string>> = {
  unknown: '不在本单位的学员里',
  disabled: '已停用',
  nothingHeld: '手里没有这批学习卡的余额',
  holdsLess: '手里剩的比要收回的少',
  alreadyOpen: '已经开通了这个课程',
  enrolled: '已经通过报名缴过费',
  balanceTooLow: '余额不够',
}

const courseRefusals: Readonly<Record<string, string>> = {
  notPublished: '还没有发布，不能开通',
  over: '已经结束，不能开通',
  noPrice: '按报考科目收费，没有单独的开通价格。请走报名缴费',
}

/**
 * What pages about cards, hours, letters, reports and one's own data are refused: these sentences come with them
 * (errors-study.ts), so that the pages of paying load none of it.
 */
export type StudyErrorCode = keyof typeof errorsStudyChinese

export const errorsStudyChinese = {
  hoursKnown: (d) =>
    Number(d.count) > 1
      ? `${named(d.name, '有人')}等 ${d.count} 人的这次培训已经录过（同一天、同样的名称和学时），请把他们去掉再录。`
      : `${named(d.name, '这位学员')}的这次培训已经录过（同一天、同样的名称和学时），不用再录。`,
  hoursPlanClosed: (d) =>
    `${d.plan ? `“${d.plan}”` : '这个计划'}已经结束，单位不能再录入学时，这里什么也没有录。要补录，请把名单交给培训中心的工作人员。`,
  hoursDecided: (d) => `${named(d.name, '这条档案')}刚被别人处理过，页面已刷新，请看现在的状态。`,
  hoursBeingDecided: (d) =>
    `${d.by ?? '别人'}正在${d.verdict === 'reject' ? '驳回' : '通过'}${named(d.name, '这条档案')}的学时，10 秒内还可能撤销，请稍后再看。`,
  hoursAlreadyEffective: () =>
    '已经过了 10 秒，决定生效了，撤销不了。通过错了可以更正或者作废，驳回错了请录入的人重新录入。',
  hoursTakenBack: () => '生效前录入的人把这些学时都撤回了，没有可以审核的了。',
  hoursNotYours: (d) =>
    d.why === 'own' ? '自己录的档案要由另一位管理员审核。' : '这条档案由培训中心审核，请等工作人员处理。',
  hoursNotCorrectable: (d) => `${named(d.name, '这条档案')}${hoursFixedWhy[String(d.why)] ?? '现在不能改。'}`,
  hoursUnchanged: (d) => `学时本来就是 ${d.hours}，没有改动。`,
  cardBatchExpired: (d) =>
    `这批学习卡${d.expiresOn ? `已在 ${d.expiresOn} ` : '已经'}到期，不能再用。要延期请联系培训中心。`,
  cardBatchTooLow: (d) =>
    `这批学习卡不够${typeof d.wantedFen === 'number' ? `，一共要 ${formatFen(d.wantedFen as Fen)}` : ''}${typeof d.leftFen === 'number' ? `，只剩 ${formatFen(d.leftFen as Fen)}` : ''}${typeof d.missingFen === 'number' ? `，还差 ${formatFen(d.missingFen as Fen)}` : ''}。请减少人数或金额，或者换一批。`,
  cardPeopleRefused: (d) =>
    `${named(d.name, '有的学员')}${Number(d.count) > 1 ? `等 ${d.count} 人` : ''}${cardRefusals[String(d.why)] ?? '办不了'}，所以一笔也没有记。请去掉再办。`,
  courseNotOpenable: (d) => `${named(d.planName, '这个培训计划')}${courseRefusals[String(d.why)] ?? '现在不能开通'}。`,
  courseAlreadyOpen: (d) => `${named(d.planName, '这个课程')}已经开通了，不用再开。`,
  courseEnrolled: (d) => `${named(d.planName, '这个培训计划')}已经通过报名缴过费，不用再开通。`,
  courseBalanceTooLow: (d) =>
    `余额不够${typeof d.feeFen === 'number' ? `，开通要 ${formatFen(d.feeFen as Fen)}` : ''}${typeof d.missingFen === 'number' ? `，还差 ${formatFen(d.missingFen as Fen)}` : ''}。请找单位管理员充值。`,
  courseFeeChanged: (d) =>
    `开通的价格刚改过${typeof d.feeFen === 'number' ? `，现在是 ${formatFen(d.feeFen as Fen)}` : ''}。请看过再确认一次。`,
  printingBusy: () => '现在打印的人太多，请过半分钟再点一次。',
  listTooLong: (d) =>
    `名单有 ${d.count ?? '太多'} 人，一次最多打印 ${d.most ?? 20000} 人。请按单位分开打印，或者导出 Excel。`,
  operationNotDone: (d) =>
    d.state === 'failed'
      ? '这次操作没有成功，什么也没有改动，没有清单可以打印。'
      : '这次操作还没做完，请稍等一下再打印清单。',
  letterEmpty: (d) =>
    `${d.plan ? `“${d.plan}”` : '这个计划'}里还没有这个单位报名的人，也没有订单，没有可以确认的内容。请先报名或下单。`,
  letterOver: (d) =>
    d.state === 'received' ? '这份确认书中心已经收到，不能再改。' : '这份确认书已经取消。需要的话，请重新打印一份。',
  savedFiltersFull: (d) => `这一页最多保存 ${d.most ?? 30} 个筛选，请先删掉用不着的。`,
  savedFilterNamed: (d) => `已经有一个叫${named(d.name, '这个名字')}的筛选了，请换一个名字。`,
  dataRequestOpen: () => '这个申请已经提交过了，培训中心处理后会通知您，不用再提交。',
  erasureBlocked: (d) =>
    d.why === 'wallet'
      ? `账户里还有没用完的学习卡余额${moneyOf(d.amountFen)}，现在不能注销。请先用完，或者请单位收回，再提交申请。`
      : d.why === 'order'
        ? `还有没结束的缴费订单${d.orderNumber ? ` ${d.orderNumber}` : ''}，现在不能注销。请先缴费或取消订单，再提交申请。`
        : d.why === 'refund'
          ? '还有一笔退费没有办完，现在不能注销。退费到账后再提交申请。'
          : d.why === 'enrolment'
            ? `还有进行中的报名${d.planName ? `（${d.planName}）` : ''}，现在不能注销。请单位先撤回报名，再提交申请。`
            : d.why === 'hours'
              ? '还有学时在等审核，现在不能注销。审核完再提交申请。'
              : '这个账号同时是管理员或工作人员的账号，现在不能注销。请先由培训中心取消这些身份。',
} as const satisfies Partial<Readonly<Record<ErrorCode, (details: ErrorDetails) => string>>>

/** ` ¥3,200.00`, or nothing where no amount came along. */
function moneyOf(amount: ErrorDetails[string] | undefined): string {
  return typeof amount === 'number' ? ` ¥${formatFen(amount as Fen)}` : ''
}
