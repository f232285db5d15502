import type { ChangedField, FileNote, Issue, IssueCount } from '../../server/features/imports/imports.schema.ts'
import {
  fieldNamesChinese,
  issueSentencesChinese,
  noteSentencesChinese,
} from '../../server/features/imports/sentences-zh-cn.rules.ts'
import { issueWordOf } from './import-issues.zh-CN.ts'
import { defineTexts } from './texts.ts'

// The error workbook says the same sentences: they are written once, beside the rules that find the issues.
const english = () => import('../../server/features/imports/sentences-en.rules.ts')
const issues = defineTexts(issueSentencesChinese, async () => ({ en: (await english()).issueSentencesEnglish }))
const notes = defineTexts(noteSentencesChinese, async () => ({ en: (await english()).noteSentencesEnglish }))
const fields = defineTexts(fieldNamesChinese, async () => ({ en: (await english()).fieldNamesEnglish }))

/** What is wrong with a cell or row, and what to do. Follows the language. */
export function issueSentence(issue: Issue): string {
  return issues(issue.code, issue)
}

/** What was noticed about the file as a whole. */
export function noteSentence(note: FileNote): string {
  return notes(note.code, note)
}

/** A column of the template: 姓名, 证件号码. */
export function fieldWord(field: string): string {
  return fields(field as ChangedField)
}

/** One kind of issue, without the values of any one row. */
export function issueWord(issue: Pick<IssueCount, 'code'>): string {
  return issueWordOf(issue.code)
}
