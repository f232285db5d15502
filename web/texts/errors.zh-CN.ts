import type { ErrorCode, ErrorDetails } from '../../server/core/app-error.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'

/** One sentence or two for every refusal: what happened and what to do now. A code without one does not compile. */
export type ErrorTexts = Readonly<Record<ErrorCode | 'connectionLost', (details: ErrorDetails) => string>>

const megabytes = (bytes: ErrorDetails[string] | undefined, fallback: number) =>
  typeof bytes === 'number' ? Math.floor(bytes / 1_000_000) : fallback

export const errorsChinese: ErrorTexts = {
  inputInvalid: () => '有一项没填对，请看标红的地方，改好再提交。',
  amountInvalid: () => '金额要大于 0，最多两位小数，请改一下。',
  passwordTooWeak: (d) => `密码太容易猜，至少 ${d.minLength ?? 10} 位，别用手机号、生日和连着的数字。`,
  creditCodeInvalid: () => '统一社会信用代码是 18 位数字和大写字母，没有 I、O、S、V、Z，请对照营业执照再看一遍。',
  fileEmpty: () => '这个文件是空的，请重新拍一张或者另选一个。',
  fileTooLarge: (d) => `文件太大，最多 ${megabytes(d.maxBytes, 30)} MB。请拍照上传，或者截图后再选。`,
  fileTypeRefused: () => '这种文件看不了。请传照片（JPG、PNG、HEIC）或者 PDF。',
  fileDamaged: () => '文件坏了，打不开。请重新拍一张或者重新下载回单。',
  pictureTooLarge: () => '图片的像素太多，处理不了。请直接拍照，或者截图后再传。',
  pdfTooManyPages: (d) => `PDF 页数太多，最多 ${d.maxPages ?? 20} 页。请只留回单那一页再传。`,
  pdfEncrypted: () => 'PDF 有密码，打不开。请去掉密码，或者截图后再传。',
  fileTooSlow: () => '这个文件处理了太久，已经停下。请截图或者重新拍一张再传。',
  fileHashMismatch: () => '传到一半内容变了，请再传一次，原图还在手机里。',
  fileNotFound: () => '这个文件不在了，可能已经被删掉。请刷新后再看。',
  notSignedIn: () => '登录过期了，请重新登录，登录后回到这一页。',
  logInRefused: () => '账号或密码不对，请核对后再试。忘了密码，点“忘记密码”看怎么办。',
  logInNameTaken: () => '这个登录名已经有人用了，请换一个。',
  passwordWrong: () => '现在的密码不对，请再输入一遍。',
  oneTimePasswordExpired: () => '这个一次性密码过期了。请找给您开账号的人重新发一个。',
  secondFactorNeeded: () => '还要输入验证器上的 6 位数字。',
  secondFactorWrong: () => '验证码不对或者过期了，请看验证器上最新的 6 位数字。',
  accountDisabled: () => '这个账号已停用。请联系培训中心问清楚原因。',
  organisationDisabled: (d) => `${named(d.organisation, '您的单位')}已停用，不能登录。请找上级单位的管理员或培训中心。`,
  passwordChangeNeeded: () => '第一次登录，请先换一个自己的密码。',
  secondFactorSetupNeeded: () => '工作人员要先绑定验证器，才能继续。',
  notAllowed: () => '您的账号没有这个权限。需要的话请找管理员开通。',
  originRefused: () => '请求的来路不对，已经拦下。请从学时的页面重新打开再操作。',
  tooManyAttempts: (d) =>
    typeof d.retryAfterSeconds === 'number'
      ? `试的次数太多，请过 ${waitChinese(d.retryAfterSeconds)}再试。`
      : '试的次数太多，请过一会儿再试。',
  notFound: () => '没找到，可能已经移走，或者不是您单位的。请回到列表再看。',
  conflict: (d) =>
    typeof d.by === 'string' ? `${d.by}已经处理过了，请看最新的状态。` : '别人刚刚改过，请刷新看最新的状态再操作。',
  idempotencyKeyReused: () => '这次提交和上一次用了同一个编号，内容却不一样。请刷新页面重新填。',
  balanceTooLow: () => '余额不够这次用的。请减一点，或者先充值。',
  orderNotPayable: (d) =>
    d.state === 'paid'
      ? '这个订单已经缴清，不用再交凭证。'
      : d.state === 'expired' || d.state === 'cancelled'
        ? '这个订单已经失效。钱要是转过了，请联系培训中心认领，不会丢。'
        : '这个订单现在不能缴费，请刷新看它的状态。',
  voucherAmountMissing: () => '还没有填转账金额。请照回单填上，再提交。',
  voucherFileMissing: () => '还没有图片。请先拍一张回单，或者从相册里选。',
  voucherTooManyFiles: (d) => `一份凭证最多 ${d.max ?? 5} 个文件，请去掉一个再加。`,
  voucherNotEditable: () => '凭证已经交上去了，现在不能改。要补交的话，等审核结果出来再补。',
  voucherChanged: () => '凭证刚刚有了变化，请看最新的内容再决定。',
  voucherAlreadyDecided: (d) =>
    typeof d.by === 'string'
      ? `${d.by}已经${decidedChinese(d.verdict)}，不用再审，请看下一张。`
      : '别人已经审过这张，请看下一张。',
  decisionAlreadyEffective: () => '已经过了 10 秒，决定生效了，撤销不了。要更正请走退款或者重新审核。',
  billingProfileIncomplete: () => '开票信息还没填全。请先补全开票信息，再下单。',
  billingTitleMismatch: (d) =>
    typeof d.registeredName === 'string'
      ? `发票抬头要和注册的单位全称一致：${d.registeredName}。确实不同的，请联系培训中心处理。`
      : '发票抬头要和注册的单位全称一致。确实不同的，请联系培训中心处理。',
  billingTaxNumberMismatch: () => '税号要和统一社会信用代码一致。确实不同的，请联系培训中心处理。',
  organisationNotActive: (d) => `${named(d.organisationName, '这个单位')}现在不能下单，请先联系培训中心启用。`,
  planNotOpen: (d) => `${named(d.planName, '这个培训计划')}现在不接受订单，可能还没发布或者已经截止，请换一个计划。`,
  orderHasMoney: () => '这个订单已经收到钱，不能取消。要退钱请走退款。',
  orderHasVoucherInReview: () => '这个订单有凭证正在审核，不能取消。请先等审核结果。',
  payeeAccountMissing: () => '培训中心还没有设好收款账号，暂时下不了单。请告诉培训中心。',
  payeeAccountInUse: () => '这个收款账号已经登记过了，请看列表里的那一条。',
  payeeAccountFixed: () => '账号登记后不能改。请停用这个，再新增一个。',
  payeeDefaultNeeded: () => '要有一个启用的默认收款账号。请先把另一个设成默认，再改这个。',
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
  unavailable: () => '系统暂时连不上，填的内容还在。请过一会儿再试。',
  internal: () => '系统出了错，我们已经记下。请过一会儿再试，一直不行请告诉培训中心。',
  connectionLost: () => '网络断了，没有送到。填的内容还在，有信号了再试一次。',
}

function yuan(fen: ErrorDetails[string] | undefined): string {
  return typeof fen === 'number' ? ` ¥${formatFen(fen as Fen)} ` : ''
}

function named(name: ErrorDetails[string] | undefined, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? `“${name}”` : otherwise
}

function decidedChinese(verdict: ErrorDetails[string] | undefined): string {
  return verdict === 'approve' ? '通过了' : verdict === 'reject' ? '驳回了' : '审过了'
}

function waitChinese(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} 秒` : `${Math.ceil(seconds / 60)} 分钟`
}
