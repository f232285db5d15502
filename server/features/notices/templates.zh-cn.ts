import { cardTemplatesChinese } from './card-templates.zh-cn.ts'
import { certificateTemplatesChinese } from './certificate-templates.zh-cn.ts'
import { enrolmentTemplatesChinese } from './enrolment-templates.zh-cn.ts'
import { hourTemplatesChinese } from './hour-templates.zh-cn.ts'
import { invoiceTemplatesChinese } from './invoice-templates.zh-cn.ts'
import { letterTemplatesChinese } from './letter-templates.zh-cn.ts'
import { yuan } from './notice-phrases.ts'
import { type NoticeTemplates, shanghaiTime } from './notice-text.ts'
import { paymentTemplatesChinese } from './payment-templates.zh-cn.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

export const templatesChinese: NoticeTemplates = {
  greeting: (name) => `${name}：您好！`,
  closing: (centre) => [
    ...(centre.telephone ? [`有疑问请拨打 ${centre.telephone}。`] : []),
    `${centre.name}`,
    '此邮件由系统自动发出，请不要直接回复。',
  ],
  kinds: {
    voucherApproved: (a) => ({
      title: `缴费凭证已通过：订单 ${a.orderNumber}`,
      sentence: `订单 ${a.orderNumber} 的缴费凭证已审核通过，确认到账 ${yuan(a.amountFen)}。`,
      facts: [
        ['订单号', a.orderNumber],
        ['确认到账', yuan(a.amountFen)],
        ...(a.creditFen > 0 ? [['转入预存款', yuan(a.creditFen)] as const] : []),
        ...(a.outstandingFen > 0 ? [['尚欠金额', yuan(a.outstandingFen)] as const] : []),
      ],
      steps: [...say.balance(a), '发票开出后会发到开票邮箱。'],
    }),
    voucherRejected: (a) => {
      const reason = say.reason(a)
      return {
        title: `缴费凭证被退回：订单 ${a.orderNumber}`,
        sentence: `订单 ${a.orderNumber} 的缴费凭证被退回：${reason}。`,
        facts: [
          ['订单号', a.orderNumber],
          ...(a.amountFen === null ? [] : [['凭证金额', yuan(a.amountFen)] as const]),
          ['退回原因', reason],
        ],
        steps: ['请登录系统打开这张凭证，按原因改好或重新拍照，再提交一次。已经填的内容都还在。'],
      }
    },
    activation: (a, revealed) => ({
      title: `设置登录密码：${a.organisationName || a.personName}`,
      sentence: `${say.whose(a.organisationName)}已经开好，请打开下面的链接设置密码，设好就能登录。`,
      facts: [
        ['设置密码', revealed],
        ...(a.logInNames.length > 0 ? [['登录账号', say.list(a.logInNames)] as const] : []),
        ['有效期至', shanghaiTime(a.expiresAt)],
      ],
      steps: [
        '链接只能用一次。过期或者打不开，请联系培训中心再发一次，或者要一个一次性密码。',
        '不是您申请的，请不要打开，并告诉培训中心。',
      ],
    }),
    passwordReset: (a, revealed) => ({
      title: '重新设置密码',
      sentence: '有人说忘了这个账号的密码。如果是您本人，请打开下面的链接设置新密码。',
      facts: [
        ['重设密码', revealed],
        ['有效期至', shanghaiTime(a.expiresAt)],
      ],
      steps: ['链接只能用一次。不是您本人，就不用理会这封邮件，密码不会变。'],
    }),
    passwordChanged: (a) => ({
      title: '密码已更改',
      sentence: `您的账号在 ${shanghaiTime(a.changedAt)} 设置了新密码，其他设备上的登录都已退出。`,
      facts: [],
      steps: ['不是您本人改的，请马上联系培训中心停用账号。'],
    }),
    mobileCode: (a, revealed) => ({
      title: '更换手机号的验证码',
      sentence: `要把手机号换成 ${a.mobileMasked}，请在页面上输入下面的验证码。`,
      facts: [
        ['验证码', revealed],
        ['有效期至', shanghaiTime(a.expiresAt)],
      ],
      steps: ['不要把验证码告诉任何人。不是您本人在换，请马上修改密码。'],
    }),
    mobileChanged: (a) => ({
      title: '手机号已更换',
      sentence: `您的账号在 ${shanghaiTime(a.changedAt)} 换了手机号，新号码是 ${a.mobileMasked}。`,
      facts: [],
      steps: ['不是您本人换的，请马上修改密码，并联系培训中心。'],
    }),
    learnerMobileChanged: (a) => ({
      title: `学员${a.learnerName}换了手机号`,
      sentence: `学员${a.learnerName}在 ${shanghaiTime(a.changedAt)} 用密码确认，把手机号换成了 ${a.mobileMasked}。不是本人换的，请重置密码。`,
      facts: [],
      steps: [],
    }),
    learnerTransferred: (a) => ({
      title: `学员${a.learnerName}已转到其他单位`,
      sentence: `学员${a.learnerName}（${a.idNumberMasked}）在 ${shanghaiTime(a.transferredAt)} 由其他单位核对姓名和手机号后转入，不再属于${a.organisationName}。`,
      facts: [
        ['学员', a.learnerName],
        ['证件号码', a.idNumberMasked],
        ['转出时间', shanghaiTime(a.transferredAt)],
      ],
      steps: ['学员的学习记录都还在，跟着本人走。如果不应该转出，请联系培训中心。'],
    }),
    registrationApproved: (a, revealed) => ({
      title: `单位注册已通过：${a.organisationName}`,
      sentence: `${a.organisationName}的注册已经审核通过。请打开下面的链接设置密码，设好就能登录。`,
      facts: [
        ...(revealed === '' ? [] : [['设置密码', revealed] as const]),
        ['登录账号', say.list(a.logInNames)],
        ['链接有效期至', shanghaiTime(a.expiresAt)],
      ],
      steps: [
        '第一次登录后请先补全开票信息，抬头和税号要与注册的单位一致，然后才能下单。',
        '链接只能用一次。过期或者打不开，请联系培训中心再发一次，或者要一个一次性密码。',
      ],
    }),
    registrationRejected: (a, revealed) => ({
      title: `单位注册没有通过：${a.organisationName}`,
      sentence: `${a.organisationName}的注册申请没有通过，改好以后可以再提交。`,
      facts: [
        ['退回原因', a.reason],
        ['修改申请', revealed],
      ],
      steps: [
        '在原来填写的手机上打开链接就能修改；换了手机或者浏览器，请用单位代码和手机号查询，凭发到这个邮箱的验证码继续。',
      ],
    }),
    registrationCode: (a, revealed) => ({
      title: '继续单位注册的验证码',
      sentence: `要在另一台设备上继续填写${a.organisationName || '单位'}的注册申请，请在页面上输入下面的验证码。`,
      facts: [
        ['验证码', revealed],
        ['有效期至', shanghaiTime(a.expiresAt)],
      ],
      steps: ['不要把验证码告诉任何人。不是您在操作，就不用理会这封邮件。'],
    }),
    registrationDue: (a, revealed) => ({
      title: `单位注册${say.dueState(a.overdue)}：${a.organisationName}`,
      sentence: a.overdue
        ? `${a.organisationName}的注册申请应在 ${shanghaiTime(a.dueAt)} 前答复，现在已经超时。`
        : `${a.organisationName}的注册申请要在 ${shanghaiTime(a.dueAt)} 前答复。`,
      facts: [
        ['单位代码', a.code],
        ['答复时限', shanghaiTime(a.dueAt)],
        ...(revealed === '' ? [] : [['去审核', revealed] as const]),
      ],
      steps: [],
      greets: '审核老师',
    }),
    emailChanged: (a) => ({
      title: '邮箱已更换',
      sentence: `您的账号在 ${shanghaiTime(a.changedAt)} 换了邮箱，新邮箱是 ${a.emailMasked}。以后找回密码的邮件发到新邮箱。`,
      facts: [],
      steps: ['不是您本人换的，请马上联系培训中心停用账号。'],
    }),
    adminAdded: (a) => ({
      title: `您成为${a.organisationName}的管理员`,
      sentence: `${a.byName}在 ${shanghaiTime(a.addedAt)} 把您添加为${a.organisationName}的管理员。`,
      facts: [],
      steps: ['登录后在右上角的单位名称处切换单位。不该由您管理的话，请联系培训中心。'],
    }),
    mailBounced: (a) => ({
      title: `邮件寄不到：${a.address}`,
      sentence: `寄到 ${a.address} 的邮件被退回，之后的通知和发票也寄不到。请在开票信息或单位资料里改成能收信的邮箱；地址没有错，请联系培训中心恢复。`,
      facts: [],
      steps: [],
    }),
    ...enrolmentTemplatesChinese,
    ...paymentTemplatesChinese,
    ...invoiceTemplatesChinese,
    ...letterTemplatesChinese,
    ...certificateTemplatesChinese,
    ...hourTemplatesChinese,
    ...cardTemplatesChinese,
  },
}
