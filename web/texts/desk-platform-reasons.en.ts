import type { ReasonTexts } from './desk-platform-reasons.zh-CN.ts'

export const shortEnglish: ReasonTexts = {
  verbNotCounted: 'Not about time',
  noDuration: 'No duration',
  noGrowth: 'Nothing new',
  courseFull: 'Course is full',
  voids: 'Takes another back',
  alreadyVoided: 'Taken back before',
  notVoidable: 'Cannot be taken back',
  actorForeign: 'Another’s account',
  learnerUnknown: 'No such learner',
  learnerAmbiguous: 'Several learners',
  learnerDisabled: 'Learner is disabled',
  courseUnknown: 'Course is not set up',
  courseRetired: 'Course is out of use',
  planNotOpen: 'Plan is not published',
  inFuture: 'In the future',
  beforePlan: 'Before the plan',
  afterPlan: 'After the plan',
  notTakingPart: 'Not paid or opened',
  voidTargetUnknown: 'Nothing to take back yet',
}

export const longEnglish: ReasonTexts = {
  verbNotCounted:
    'Such a statement does not say how long somebody studied, so it is only noted. Hours come from completed, progressed and passed.',
  noDuration:
    'The statement has no result.duration, so nobody knows how long it took. Have the platform send it, or send completed for the whole course.',
  noGrowth: 'The time is no longer than before; its hours were recorded already.',
  courseFull: 'The course has given all of its hours.',
  voids: 'It takes another statement back; the hours of that one were withdrawn.',
  alreadyVoided: 'The statement that it takes back was taken back before.',
  notVoidable: 'A statement that takes another back cannot be taken back itself.',
  actorForeign:
    'The account’s homePage is not this platform’s, or it is an openid or a hashed address. Check the platform’s homePage; as the account’s name use the ID number, the mobile or our own id of the learner.',
  learnerUnknown:
    'Nobody is known by this account name or address. Add the learner, or have the platform send ID number or mobile; then take it up again.',
  learnerAmbiguous:
    'Several learners have this mobile or address. Correct the learners, or have the platform send the ID number.',
  learnerDisabled: 'The learner is disabled. Enable them, then take it up again.',
  courseUnknown:
    'This activity stands for no hours yet. Set it up under Courses; the statement is then taken up by itself.',
  courseRetired: 'The course is out of use. Put it back into use, then take the statement up again.',
  planNotOpen: 'The training plan is not published yet.',
  inFuture: 'It is to have happened more than five minutes from now. Check the platform’s clock.',
  beforePlan: 'It happened before the training plan began and does not count.',
  afterPlan: 'It happened after the training plan ended and does not count.',
  notTakingPart:
    'The learner has neither a paid enrolment nor opened the plan. It is counted by itself within five minutes once they have.',
  voidTargetUnknown: 'The statement that it takes back has not come yet. Once it has, this is done by itself.',
}
