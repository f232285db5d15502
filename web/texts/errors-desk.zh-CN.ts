import type { ErrorCode, ErrorDetails } from '../../server/core/app-error.ts'
import { formatHours } from '../../server/core/hours.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import { named } from './errors.zh-CN.ts'

/** What only staff are refused: these sentences come with the desk, so that no phone loads them. */
export type DeskErrorTexts = typeof errorsDeskChinese
export type DeskErrorCode = keyof DeskErrorTexts

export const errorsDeskChinese = {
  statementColumnsUnknown: () =>
    '看不出这份对账单的哪一列是日期、哪一列是金额。请确认文件是银行导出的交易明细，再指定一次各列的含义，以后同样的文件就能直接读。',
  cardDayNotLater: (d) =>
    `新的最后一天要晚于${d.expiresOn ? `现在的 ${d.expiresOn}` : '现在的'}，也不能早于今天。请另选一天。`,
  statementNoLines: () => '这份对账单里只有表头，没有交易。请在网银里选对日期范围，重新导出再传。',
  statementSeveralAccounts: (d) =>
    `这份对账单里有几个本方账号${d.accounts ? `（${d.accounts}）` : ''}，没法当成一个账户入账。请在网银里按账号分别导出，一个账号一个文件。`,
  statementSeveralSheets: (d) =>
    `这个文件有几张工作表都是交易明细（${d.sheets ?? ''}），只读一张会漏掉钱。请把每张工作表另存为一个文件，分别上传。`,
  statementColumnsSwapped: (d) =>
    `按余额推算，“${d.inColumn ?? '收入'}”和“${d.outColumn ?? '支出'}”两列正好反了，所以没有入账。请核对原文件；如果确实反了，请重新指定这两列。`,
  statementTooManyRows: (d) => `对账单的行数太多，一次最多 ${d.maxRows ?? 200000} 行。请按月份分开导出再传。`,
  statementOtherAccount: (d) =>
    `这份对账单是${d.account ? `${d.bank ?? ''}账户 ${d.account}${d.accountName ? `（${d.accountName}）` : ''}` : '别的账户'}的，不是我们登记的收款账号，没有入账。确实是我们的账户，请系统管理员在“设置 → 收款账号”里新增后，再点“重新读取”；不是的话，请换成正确的文件。`,
  statementDiscarded: (d) => `${d.name ?? '同事'}已把这份文件放到一边。还需要它的话，点“重新读取”。`,
  platformNotKnown: () => '接入密钥不对。请学习平台的管理员核对访问密钥和密码。',
  platformDisabled: () => '这个学习平台已停用。',
  statementIdReused: () => '同一编号的学习记录已收到过，内容不同。',
  lineNotOpen: () => '这一行流水刚才已经处理过了，请刷新再看。',
  lineTooSmall: (d) =>
    `分出去的比这一行剩下的多${typeof d.leftFen === 'number' ? `，还剩 ${formatFen(d.leftFen as Fen)}` : ''}。请改一下金额。`,
  paymentCovered: (d) =>
    `这笔付款已经有流水对上了${typeof d.leftFen === 'number' ? `，只差 ${formatFen(d.leftFen as Fen)}` : ''}。请换一个订单或改金额。`,
  orderHasUnseenPayment: (d) =>
    `这个订单有一笔凭证确认过的付款，流水还没对上${typeof d.leftFen === 'number' ? `，是 ${formatFen(d.leftFen as Fen)}` : ''}。请先把这么多分给它，多出的部分再分一次，会转入预存款。`,
  suggestionGone: () => '这条建议已经变了，请看新的建议再确认。',
  allocationUndone: () => '这笔对账已经撤销过了。',
  allocationSpent: (d) =>
    d.why === 'cards'
      ? '这笔钱换成的学习卡已经用掉一部分，撤销不了。请先收回学习卡，或者用退费处理。'
      : d.why === 'credit'
        ? '多付的部分已经从预存款里用掉，撤销不了。请先处理用它付的订单，或者用退费处理。'
        : '这笔钱已经退费或用到别处，撤销不了。请用退费处理。',
  lineOtherAccount: (d) =>
    `这个订单的收款账户${d.account ? `（尾号 ${String(d.account).slice(-4)}）` : ''}和流水的账户不是同一个。确实收在这里的话，请勾上再确认。`,
  certificateRevoked: (d) => `证书${d.number ? ` ${d.number}` : ''} 已经作废了，请看最新的状态。`,
  certificateReplaced: (d) => `已经有${d.number ? `证书 ${d.number}` : '另一张证书'}代替它了，不用再发。`,
  certificateNotEarned: (d) =>
    d.why === 'hours'
      ? `学时不够，现在计入 ${hours(d.hours)}，要求 ${hours(d.requiredHours)}（必修、选修也要各自达标）。请先补学时，再发证书。`
      : d.why === 'payment'
        ? '这个计划要缴费才发证书，现在没有已缴费的报名，也没有开通课程。'
        : d.why === 'erased'
          ? '这位学员的个人信息已经删除，不能再发证书。'
          : '这个培训计划现在不发证书，请先在计划里打开。',
  correctionNotAllowed: (d) =>
    d.why === 'plan'
      ? '这两个账户不是同一个培训计划的，学习卡的钱不能跨计划更正。'
      : d.why === 'batch'
        ? '这个学员账户不是从这个批次充值的，不能在它们之间更正。'
        : d.why === 'expired'
          ? '这个学习卡批次已经过期，先延期再更正。'
          : d.why === 'same'
            ? '两边是同一个账户，没有可更正的。请换一个对方账户。'
            : '这两种账户之间不能直接更正。订单的钱请在银行流水里撤销核销或者办退费，退费单请在退费页面处理。',
  correctionTooMuch: (d) => `账户里只有${yuan(d.leftFen)}，更正的金额不能比它多。`,
  monthNotOver: () => '这个月还没有过完，月底以后才能结账。',
  monthClosed: () => '这个月已经结账了。',
  monthEarlierOpen: (d) => `${d.month ?? '前面的月份'}还没有结账。请按月份先后结账。`,
  invoiceNumberInvalid: () => '发票号码应是 20 位数字，旧票是发票代码加 8 位号码。请对照票面再填。',
  invoiceNumberTaken: () => '这个发票号码已经登记在另一张申请上，请核对有没有拿错文件。',
  invoiceAmountDiffers: (d) =>
    `票面金额${yuan(d.givenFen)}和申请的${yuan(d.expectedFen)}不一样，请核对是不是这张申请的票。`,
  invoiceKindDiffers: () => '发票类型和申请的不一样（普通、专用），请核对后再登记。',
  invoiceDateInvalid: (d) =>
    typeof d.notBefore === 'string' && typeof d.notAfter === 'string'
      ? `开票日期要在 ${d.notBefore} 和 ${d.notAfter} 之间，请对照票面改一下。`
      : '开票日期不对，请对照票面改一下。',
  invoiceFileMissing: () => '还没有发票文件。请把 PDF、OFD 或 XML 拖进来，再登记。',
  invoiceFileDiffers: (d) =>
    `${named(d.fileName, '发票文件')}里写的和要登记的不一样。请对照文件核对，确实没错再勾上确认。`,
  invoiceFileTypeRefused: () => '发票文件只收 PDF、OFD、XML，或者装着它们的 zip。',
  invoiceTooManyFiles: (d) => `一张发票最多 ${d.max ?? 5} 个文件，请去掉多余的。`,
  inboxCheckFails: (d) =>
    `发票${typeof d.number === 'string' ? ` ${d.number} ` : ''}有一项核对没有通过，没有开出。请展开看清楚是哪一项，再决定确认还是退回。`,
  redReasonMissing: () => '这张红字发票没有人在这里申请过红冲，请先选择红冲原因。',
  invoiceProviderUnavailable: () => '开票服务暂时连不上，结果还不清楚。不会重复开票，系统会自动再问。',
  invoiceProviderRefused: (d) =>
    `开票服务没有接受这次请求${d.failure ? `：${d.failure}` : ''}。请先到开票服务里核对，再重新提交。`,
  invoiceProviderMissing: () => '没有接入开票服务。请在税务平台开具，再把文件拖到这里。',
  sellerDetailsMissing: () => '还没有填写销售方名称或税号，请系统管理员在设置里补上。',
  templatePlaceholderUnknown: (d) =>
    `这种通知里没有 ${d.placeholder ?? '这一项'}，请用“插入”里的按钮，或者删掉这对大括号。`,
  templatePlaceholderMissing: (d) =>
    `标题或第一句话里要有 {${d.placeholder ?? ''}}，不然看不出说的是哪件事。请插入后再保存。`,
  returnedMailUnknown: (d) =>
    d.why === 'notOurs'
      ? '退信里说的那封邮件不是本系统寄的，请核对是不是选对了文件。'
      : d.why === 'noMessageId'
        ? '退信里没有原邮件的编号，认不出退的是哪一封。请在发件箱里按收件邮箱找到它，再决定怎么处理。'
        : d.why === 'arrived'
          ? '这封回执说邮件已经送到，不是退信，什么也没有改。'
          : '这不是退信。请把邮箱里收到的退信存成 .eml 文件再放进来。',
  payeeAccountInUse: () => '这个收款账号已经登记过了，请看列表里的那一条。',
  payeeAccountFixed: () => '账号登记后不能改。请停用这个，再新增一个。',
  payeeDefaultNeeded: () => '要有一个启用的默认收款账号。请先把另一个设成默认，再改这个。',
  planNumberTaken: (d) => `计划编号 ${d.number ?? ''} 已经用过，请换一个。`,
  planFixed: (d) =>
    d.field === 'capacity'
      ? `已经有 ${d.taken ?? 0} 人占了名额，名额不能比这更少。`
      : d.field === 'subjects'
        ? `${named(d.subject, '这一科')}已经有人选了，不能改名。可以停用它，另加一科。`
        : '已经有人报名或下单，这一项不能再改。可以结束这个计划，复制一份再改。',
  planIncomplete: () => '计划还没填完，发布不了。请看标出的地方，补齐再发布。',
  lastSystemAdmin: () => '这是最后一个系统管理员，去掉就没人能管账号了。请先给别人这个角色。',
  voucherAlreadyDecided: (d) =>
    typeof d.by === 'string'
      ? `${d.by}已经${decidedChinese(d.verdict)}，不用再审，请看下一张。`
      : '别人已经审过这张，请看下一张。',
  decisionAlreadyEffective: () => '已经过了 10 秒，决定生效了，撤销不了。要更正请走退款或者重新审核。',
  registrationAlreadyDecided: (d) =>
    `${d.by ?? '同事'}已经${d.state === 'approved' ? '通过' : '退回'}了这份申请，请看下一份。`,
  registrationCreditCodeNeeded: () => '这家单位是用会员号注册的，请填上营业执照的统一社会信用代码，开票要用。',
  memberNoInvalid: () => '会员号是字母加数字，最多 8 位，像 A017。',
  memberNoTaken: (d) => `会员号 ${d.memberNo ?? ''} 已经给了别的单位，请换一个。`,
  refundSamePerson: () => '自己申请的退费要由另一位财务批准。',
  refundChanged: () => '这笔退费刚才有变化，请刷新看看再决定。',
  retentionTooShort: (d) => `这一类按规定至少要保存 ${d.leastDays ?? ''} 天，不能改得更短。`,
  dataRequestDecided: () => '这个申请别人已经处理了，请刷新再看。',
} as const satisfies Partial<Readonly<Record<ErrorCode, (details: ErrorDetails) => string>>>

function yuan(fen: ErrorDetails[string] | undefined): string {
  return typeof fen === 'number' ? ` ¥${formatFen(fen as Fen)} ` : ''
}

function decidedChinese(verdict: ErrorDetails[string] | undefined): string {
  return verdict === 'approve' ? '通过了' : verdict === 'reject' ? '驳回了' : '审过了'
}

const hours = (value: unknown) => (typeof value === 'number' ? formatHours(value) : '0.00')
