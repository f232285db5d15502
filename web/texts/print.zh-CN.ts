import './errors-study.ts'
import { defineTexts } from './texts.ts'

const chinese = { setting: '正在排版' }

export type PrintTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./print.en.ts'))
