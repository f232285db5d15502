import type { StatementReason } from '../../server/features/learning-platforms/learning-platforms.schema.ts'
import { defineTexts } from './texts.ts'

/** In the list: a few characters. */
const shortChinese = {
  verbNotCounted: '不计时',
  noDuration: '没有时长',
  noGrowth: '没有增加',
  courseFull: '课程已满',
  voids: '撤回别的记录',
  alreadyVoided: '早已撤回',
  notVoidable: '不能撤回',
  actorForeign: '别处的账号',
  learnerUnknown: '没有这位学员',
  learnerAmbiguous: '不止一位学员',
  learnerDisabled: '学员已停用',
  courseUnknown: '课程没设定',
  courseRetired: '课程已停用',
  planNotOpen: '计划没发布',
  inFuture: '时间在以后',
  beforePlan: '早于计划',
  afterPlan: '晚于计划',
  notTakingPart: '没有缴费或开通',
  voidTargetUnknown: '要撤回的还没到',
} as const satisfies Record<StatementReason, string>

/** Why, and what to do. */
const longChinese = {
  verbNotCounted: '这种记录不说学了多久，只记下来。计学时的是 completed、progressed、passed。',
  noDuration: '记录里没有 result.duration，不知道学了多久。让平台带上时长，或用 completed 表示整门学完。',
  noGrowth: '时长没有比以前多，学时早已记过。',
  courseFull: '这门课的学时已经记满。',
  voids: '它撤回了另一条记录，那条的学时已经收回。',
  alreadyVoided: '它要撤回的记录早已撤回。',
  notVoidable: '撤回记录的记录不能再撤回。',
  actorForeign:
    '账号的 homePage 不是这个平台的，或者用的是 openid、邮箱摘要。请核对平台设置里的 homePage；账号名用证件号、手机号或本系统的学员编号。',
  learnerUnknown: '按账号名或邮箱找不到学员。把学员加进来，或让平台用证件号、手机号，再点“重新处理”。',
  learnerAmbiguous: '有几位学员用同一个手机号或邮箱。改正学员资料，或让平台改用证件号。',
  learnerDisabled: '学员已停用。启用以后再重新处理。',
  courseUnknown: '这个课程地址还没有对应到培训计划。在“课程”里设定以后会自动重新处理。',
  courseRetired: '这门课已停用。恢复使用以后再重新处理。',
  planNotOpen: '培训计划还没发布。',
  inFuture: '学习时间比现在晚 5 分钟以上，请检查平台的时钟。',
  beforePlan: '学习时间在培训计划开始以前，不计入。',
  afterPlan: '学习时间在培训计划结束以后，不计入。',
  notTakingPart: '学员还没有已缴费的报名，也没有开通课程。缴费或开通以后 5 分钟内会自动补记。',
  voidTargetUnknown: '它要撤回的记录还没到。到了以后会自动处理。',
} as const satisfies Record<StatementReason, string>

export type ReasonTexts = Readonly<Record<StatementReason, string>>
export const reasonWord = defineTexts<ReasonTexts>(shortChinese, async () => ({
  en: (await import('./desk-platform-reasons.en.ts')).shortEnglish,
}))
export const reasonSentence = defineTexts<ReasonTexts>(longChinese, async () => ({
  en: (await import('./desk-platform-reasons.en.ts')).longEnglish,
}))
