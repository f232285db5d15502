import { defineTexts } from './texts.ts'

/** The middle of a review desk: files, one of them large, the chosen field enlarged under it. */
const chinese = {
  picture: '图片',
  fileOf: (v: { index: number; count: number }) => `图 ${v.index}/${v.count}`,
  previousFile: '上一个文件',
  nextFile: '下一个文件',
  fileWaiting: '正在处理这张图',
  fileWaitingText: '压缩和读图要几秒，好了会自己出来。',
  fileUnreadable: '这个文件打不开',
  downloadOriginal: '下载原件',
  noFiles: '没有文件',
  enlarged: (v: { number: number; label: string }) => `${v.number} ${v.label}，放大摆正`,
  notOnThisPicture: '这张图上没有',
}

export type DeskPictureTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-picture.en.ts'))
