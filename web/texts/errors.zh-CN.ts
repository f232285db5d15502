import type { ErrorCode, ErrorDetails } from '../../server/core/app-error.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import type { DeskErrorCode } from './errors-desk.zh-CN.ts'
import type { StudyErrorCode } from './errors-study.zh-CN.ts'
import { nameParts } from './name-parts.ts'

/** One sentence or two for every refusal: what happened and what to do now. A code without one does not compile. */
export type ErrorTexts = Readonly<
  Record<Exclude<ErrorCode, DeskErrorCode | StudyErrorCode> | 'connectionLost', (details: ErrorDetails) => string>
>

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
  spreadsheetTypeRefused: (d) =>
    d.found === 'html'
      ? '这个文件其实是网页，里面没有表格，多半是网银登录过期了。请重新登录再导出，或者用 Excel、WPS 打开后另存为 .xlsx 再传。'
      : d.found === 'xlsm'
        ? '带宏的表格不收。请另存为 .xlsx 再传。'
        : d.found === 'pdf' || d.found === 'picture'
          ? '这是图片或 PDF，不是表格。请传 .xlsx、.xls 或 .csv 文件。'
          : '这种文件读不了。请用 Excel 或 WPS 另存为 .xlsx 再传。',
  spreadsheetEncrypted: () => '表格有打开密码，读不了。请在 Excel 或 WPS 里去掉密码，保存后再传。',
  spreadsheetDamaged: () => '表格坏了，打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再传。',
  spreadsheetTooLarge: (d) =>
    `表格太大，处理不了，最多 ${megabytes(d.maxBytes, 50)} MB。请删掉用不着的工作表和图片，或者分成几个文件再传。`,
  spreadsheetEmpty: () => '表格里没有内容。请确认选对了文件，填好后先保存再传。',
  spreadsheetTooManyRows: (d) => `表格的行数太多，一次最多 ${d.maxRows ?? 100000} 行。请分成几个文件再传。`,
  spreadsheetSheetMissing: (d) =>
    `文件里没有${typeof d.sheet === 'string' ? `名为“${d.sheet}”的` : '这个'}工作表。请重新选一个工作表。`,
  notSignedIn: () => '登录过期了，请重新登录，登录后回到这一页。',
  logInRefused: () => '账号或密码不对，请核对后再试。忘了密码，点“忘记密码”看怎么办。',
  logInNameTaken: () => '这个登录名已经有人用了，请换一个。',
  linkNotUsable: (d) =>
    d.why === 'used'
      ? '这个链接已经用过了。密码已设好的，请直接登录；没设过的，请联系培训中心。'
      : d.why === 'expired'
        ? '这个链接过期了。请再要一个新的。'
        : d.why === 'replaced'
          ? '这个链接被后来的一封邮件代替了。请打开最新的那一封。'
          : '链接不完整。请从邮件里重新打开，或者把整个地址复制过来。',
  codeNotRight: (d) =>
    d.why === 'wrong' && typeof d.triesLeft === 'number' && d.triesLeft > 0
      ? `验证码不对，还可以试 ${d.triesLeft} 次。`
      : d.why === 'expired'
        ? '验证码过期了，请再发一次。'
        : d.why === 'used'
          ? '这个验证码用过了，请再发一次。'
          : '验证码不能再试了，请再发一次。',
  accountInUse: () => '这个账号已经设过密码，不用再激活。忘了密码的，请走“忘记密码”。',
  accountMailMissing: () => '这个账号没有邮箱，寄不了链接。请给一个一次性密码。',
  accountNotEnabled: () => '这个账号已停用。要用的话，请先启用。',
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
  voucherFileInWork: () => '这张图片还没读完，过几秒再补写。',
  voucherFileMissing: () => '还没有图片。请先拍一张回单，或者从相册里选。',
  voucherTooManyFiles: (d) => `一份凭证最多 ${d.max ?? 5} 个文件，请去掉一个再加。`,
  voucherNotEditable: () => '凭证已经交上去了，现在不能改。要补交的话，等审核结果出来再补。',
  voucherChanged: () => '凭证刚刚有了变化，请看最新的内容再决定。',
  registrationCodeInvalid: () =>
    '这不像单位的代码。统一社会信用代码是 18 位（没有 I、O、S、V、Z），组织机构代码是 9 位，会员号像 A017，请对照证照再看一遍。',
  registrationCodeTaken: () => '这个单位已经注册过了，请直接登录；忘了密码可以找回。',
  registrationNotFound: () => '没有找到这样的申请。请核对单位代码和手机号，要与申请时填的一样。',
  registrationChanged: () => '申请刚刚有了变化，请看过最新的内容再继续。',
  registrationNotEditable: () => '单位已经审核通过，这份申请不能再改。请登录后在单位资料里修改。',
  registrationIncomplete: (d) =>
    `还缺：${nameParts(d.missing, { name: '单位全称', contactName: '联系人', email: '邮箱', address: '地址', licence: '营业执照照片' }, '、')}。补齐再提交。`,
  registrationTooManyFiles: (d) =>
    d.purpose === 'qualification'
      ? `资质证书最多 ${d.max ?? 5} 个文件，请去掉一个再加。`
      : `营业执照最多 ${d.max ?? 3} 个文件，请去掉一个再加。`,
  registrationMailMissing: () => '这份申请还没有填邮箱，没法发验证码。请重新填写一份，或者给培训中心打电话。',
  billingProfileIncomplete: () => '开票信息还没填全。请先补全开票信息，再下单。',
  billingTitleMismatch: (d) =>
    typeof d.registeredName === 'string'
      ? `发票抬头要和注册的单位全称一致：${d.registeredName}。确实不同的，请联系培训中心处理。`
      : '发票抬头要和注册的单位全称一致。确实不同的，请联系培训中心处理。',
  billingTaxNumberMismatch: () => '税号要和统一社会信用代码一致。确实不同的，请联系培训中心处理。',
  organisationNotActive: (d) =>
    `${named(d.organisationName, '这个单位')}已停用，现在不能办理。请先让上级单位或培训中心启用。`,
  treeMoveIntoSelf: (d) => `${named(d.name, '这个机构')}不能挪到自己或自己的下级里，请另选一个上级。`,
  treeTooDeep: (d) => `层级太多，最多 ${d.most ?? 40} 层。请挂到高一点的位置。`,
  unitNameTaken: (d) =>
    `${named(d.parentName, '这个上级')}下面已经有叫${named(d.name, '这个名字')}的部门，请换一个名字。`,
  unitIsOwn: (d) =>
    `${named(d.name, '这个单位')}是您自己管理的单位，不能在这里改名、移动或停用。请找上级管理员或培训中心。`,
  unitNeedsParent: (d) => `${named(d.name, '这个机构')}没有自己的代码，要挂在一个单位下面，不能放到最上层。`,
  unitNotEmpty: (d) =>
    `还有${nameParts(d.holds, { people: '学员', units: '下级机构', admins: '管理员', records: '订单等记录' }, '、')}，不能删除。可以停用它。`,
  unitClosed: (d) => `${named(d.name, '这个机构')}或它的上级已停用。请先启用再操作。`,
  registeredNameFixed: () => '这是注册时核对过执照的全称，发票上要用，只有培训中心能改。请把新的执照发给培训中心。',
  codeNeedsStaff: () =>
    '带信用代码的单位要先核对执照。请让该公司自己“单位注册”，通过后请培训中心挂到您单位下面；也可以不填代码建立。',
  organisationCodeTaken: (d) =>
    `代码 ${d.code ?? ''} 已经是${named(d.name, '别的单位')}的。请把那个单位挂过来，不用新建。`,
  adminNotMatched: () => '这个手机号有账号，但姓名对不上。请和本人核对姓名与手机号，要与他登录后看到的一样。',
  lastAdmin: () => '这是最后一位管理员，去掉就没人能管这个单位了。请先添加另一位。',
  adminOutOfReach: () => '这个人还管理别的单位、是工作人员，或者有您没有的权限，不能由您重置。请让本人或培训中心处理。',
  planNotOpen: (d) => `${named(d.planName, '这个培训计划')}现在不接受订单，可能还没发布或者已经截止，请换一个计划。`,
  planNotStarted: () => '这个计划还没发布，或者已经结束，现在不能这样做。',
  enrolmentClosed: (d) =>
    d.why === 'notOpen'
      ? '这个计划还没开始报名，请到开始时间再来。'
      : '这个计划报名已经截止，请联系培训中心，或者换一个计划。',
  planFull: (d) => `名额不够：还剩 ${d.left ?? 0} 个，要提交 ${d.asked ?? 1} 个。请少选几人，或者换一个计划。`,
  enrolmentKnown: (d) => `${named(d.learnerName, '这个人')}已经报了这个计划，不用再报。`,
  enrolmentLocked: () => '报名已经确认，不能再改或删除。真要变动，请联系培训中心。',
  enrolmentHasOrder: (d) => `这个报名在订单 ${d.orderNumber ?? ''} 里。请先取消订单再操作。`,
  enrolmentSubjectsMissing: (d) => `${named(d.learnerName, '有人')}还没选报考科目，请选好再提交。`,
  enrolmentSubjectRetired: (d) => `科目${named(d.subjectName, '')}已经停报，请换一个再提交。`,
  enrolmentPaid: () => '这个报名已经缴费，要取消请走退费。',
  enrolmentNotConfirmed: () => '这个报名还没确认，现在不能这样做。',
  identityLocked: (d) => `${named(d.learnerName, '这个人')}有已确认的报名，姓名和证件不能再改。写错了请联系培训中心。`,
  attendanceNotToday: () => '今天不在这个计划的培训日期里，不能签到。',
  orderHasMoney: (d) =>
    d.doing === 'mode'
      ? '这个订单已经收到钱，缴费模式不能再改，照原来的模式付完即可。'
      : '这个订单已经收到钱，不能取消。要退钱请走退款。',
  orderNothingToPay: () => '选中的报名没有要缴的费用，不用下单。',
  ordersDiffer: () => '选中的订单不是同一个单位的，或者收款账户不同，合不到一起。请分开选。',
  orderOneUnit: () => '这个订单里的人都是一个单位的，不用拆分。',
  paymentMethodOff: () => '这种支付方式现在用不了，请换一种，或者用对公转账。',
  paymentNotLive: () => '这次支付已经结束。请回到订单看结果，没付成可以再次提交支付。',
  gatewayUnavailable: () => '支付通道暂时连不上，钱不会多扣。请过一分钟再试，或者换一种方式。',
  gatewayRefused: (d) => `支付通道没有接受这次请求${d.failure ? `：${d.failure}` : ''}。请再试一次，或者换一种方式。`,
  creditTooLow: (d) =>
    `预存款不够${typeof d.balanceFen === 'number' ? `，现有 ${formatFen(d.balanceFen as Fen)}` : ''}。请改少一点，或者用别的方式付。`,
  refundTooMuch: (d) =>
    `最多能退 ${typeof d.mostFen === 'number' ? formatFen(d.mostFen as Fen) : '实际付的金额'}，请改一下金额。`,
  refundWayWrong: () => '这笔钱不能这样退。线上付的可以原路退回，转账付的请退到银行账户或转成预存款。',
  refundPayeeMissing: () => '请填收款户名、开户银行和账号，财务要照着转账。',
  cardsSpent: (d) =>
    `学习卡已经用掉一部分${Number(d.rechargedFen) > 0 ? `（已充值给学员 ${formatFen(d.rechargedFen as Fen)}）` : ''}${typeof d.leftFen === 'number' ? `，还剩 ${formatFen(d.leftFen as Fen)}` : ''}，最多只能退剩下的。要多退，请先把学员没用的收回来。`,
  orderHasVoucherInReview: (d) =>
    d.doing === 'mode'
      ? '这个订单有凭证正在审核，缴费模式先不能改。请先等审核结果。'
      : '这个订单有凭证正在审核，不能取消。请先等审核结果。',
  orderHasInvoice: (d) =>
    d.state === 'approved'
      ? '这个订单的开票申请已经通过，正要开票。要撤回请先联系培训中心驳回申请。'
      : '这个订单的发票已经在开或者开好了。请先付款；发票有错请联系培训中心红冲。',
  orderLikeIt: (d) =>
    `同一个计划、同一个单位、同样金额的订单 ${d.orderNumber ?? ''} 还没付。请接着用它；确实要再下一个，请再确认一次。`,
  invoiceAlreadyRequested: () => '这个订单的发票已经申请过，不用再申请。到“发票”里可以看到办到哪一步。',
  payeeAccountMissing: () => '培训中心还没有设好收款账号，暂时下不了单。请告诉培训中心。',
  importNotOpen: (d) =>
    d.state === 'committed'
      ? '这次导入已经完成，不能再改。要改请重新上传。'
      : d.state === 'cancelled'
        ? '这次导入已经取消。要导入请重新上传。'
        : '这次导入现在不能改，请等它处理完再试。',
  importHasErrors: (d) => `还有 ${d.count ?? ''} 行有错，“全部导入”时一行也不能错。请先改好，或者选“只导入没错的行”。`,
  importNothingGood: () => '没有一行是可以导入的，请先把标红的行改好。',
  importNeedsMapping: () => '还有必填的列没找到，请先指出它是哪一列。',
  importRowsChanged: (d) => `有 ${d.count ?? ''} 行的人刚被别人添加或改过，这次什么也没有写入。请看过这些行再导入。`,
  idNumberInvalid: (d) =>
    d.reason === 'birthDate'
      ? '证件号码里的出生日期不对，请对照证件再看一遍。'
      : d.reason === 'checkCharacter'
        ? '证件号码最后一位对不上，多半是某一位输错了，请对照证件再看一遍。'
        : d.idType === 'residentId'
          ? '身份证号码应是 18 位，最后一位可以是 X。请对照证件再看一遍。'
          : '证件号码的位数或字母不对，请对照证件再看一遍，也看看证件类型选对没有。',
  learnerKnown: (d) => `这个证件号码已经登记过了：${named(d.name, '本单位学员')}。请直接打开这位学员。`,
  learnerElsewhere: () => '这个证件号码登记在别的单位。请核对姓名和手机号后把人转入，或者联系培训中心。',
  learnerDisabled: () => '这位学员已停用，请先启用。',
  proofRefused: () =>
    '姓名或手机号和登记的对不上，或者没有登记手机号。请向本人核对；实在对不上，请联系培训中心办理转入。',
  proofExpired: () => '核对已过期，请再核对一次姓名和手机号。',
  selectionChanged: (d) =>
    `刚才符合条件的是 ${d.expectedCount ?? '若干'} 人，现在是 ${d.count ?? '另外一些'} 人，所以没有改。请看一下名单再做一次。`,
  selectionTooLarge: (d) => `一次最多 ${d.most ?? 5000} 人，请缩小范围，分几次做。`,
  selectionEmpty: () => '没有符合条件的人，所以什么也没有做。',
  accountIsShared: () => '这个账号同时是管理员或工作人员的账号，不能在这里改密码。请本人找回密码，或联系培训中心。',
  learnerErased: () => '这位学员已经注销，姓名和证件号码都已删除，不能再操作。',
  triedInVain: () => '系统试了一整天都没有办成，什么也没有改动。请再办一次；还是不行，请告诉培训中心。',
  unavailable: () => '系统暂时连不上，填的内容还在。请过一会儿再试。',
  internal: () => '系统出了错，我们已经记下。请过一会儿再试，一直不行请告诉培训中心。',
  connectionLost: () => '网络断了，没有送到。填的内容还在，有信号了再试一次。',
}

export function named(name: ErrorDetails[string] | undefined, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? `“${name}”` : otherwise
}

function waitChinese(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} 秒` : `${Math.ceil(seconds / 60)} 分钟`
}
