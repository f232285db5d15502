import type { AnnouncementOf, NoticeKind } from './notices.schema.ts'

/** What a template says, without any markup: rendering into text and HTML is render-notice.ts's. */
export type NoticeText = {
  /** The mail's subject, and the notice's title in the app. One line. */
  readonly title: string
  /** What happened, in one sentence: the notice in the app, and the first paragraph of the mail. */
  readonly sentence: string
  /** Label and value, under the first paragraph. */
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** What to do now, a paragraph each. */
  readonly steps: readonly string[]
}

export type NoticeTemplate<K extends NoticeKind> = (announcement: AnnouncementOf<K>) => NoticeText

export type NoticeTemplates = {
  readonly kinds: { readonly [K in NoticeKind]: NoticeTemplate<K> }
  /** `XX 您好` above the text. */
  readonly greeting: (organisationName: string) => string
  /** Under the text: who writes, and whom to call. */
  readonly closing: (centre: { name: string; telephone: string }) => readonly string[]
}

/** The code's words and the note; `other` has no words of its own where there is a note. */
export function rejectReasonOf(
  reasons: Readonly<Record<string, string>>,
  code: string,
  note: string | null,
  between: string,
): string {
  const words = code === 'other' && note ? '' : (reasons[code] ?? reasons['other'] ?? '')
  return [words, (note ?? '').replace(/[。.；;\s]+$/u, '')].filter((part) => part !== '').join(between)
}
