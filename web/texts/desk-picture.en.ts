import type { DeskPictureTexts } from './desk-picture.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskPictureTexts> = {
  picture: 'Picture',
  fileOf: (v) => `File ${v.index}/${v.count}`,
  previousFile: 'Previous file',
  nextFile: 'Next file',
  fileWaiting: 'This picture is being worked on',
  fileWaitingText: 'Shrinking and reading take a few seconds; it appears by itself.',
  fileUnreadable: 'This file does not open',
  downloadOriginal: 'Download the original',
  noFiles: 'No files',
  enlarged: (v) => `${v.number} ${v.label}, enlarged and straightened`,
  notOnThisPicture: 'Not on this picture',
}
