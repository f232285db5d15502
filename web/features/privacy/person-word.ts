import { t } from '../../texts/desk-privacy.zh-CN.ts'

/** The learner's name, or that there is none any more. */
export function personWord(learner: { readonly name: string; readonly erased: boolean }): string {
  return learner.erased ? t('erasedPerson') : learner.name
}
