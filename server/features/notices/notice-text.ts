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
  /** Whom the mail greets where it is neither the person nor the organisation that it is about. */
  readonly greets?: string
}

/** `revealed` is the link or code that the mail carries, empty in the app and where a mail has none. */
export type NoticeTemplate<K extends NoticeKind> = (announcement: AnnouncementOf<K>, revealed: string) => NoticeText

export type NoticeTemplates = {
  readonly kinds: { readonly [K in NoticeKind]: NoticeTemplate<K> }
  /** `XX 您好` above the text: the person where one is told about their account, else the organisation. */
  readonly greeting: (name: string) => string
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
  return [words, withoutStop(note ?? '')].filter((part) => part !== '').join(between)
}

/** People end their reasons as they like; the sentence around one brings its own full stop. */
export function withoutStop(reason: string): string {
  return reason.replace(/[。.；;\s]+$/u, '')
}

/** `2026-05-08 10:30` in Shanghai. Mail has one form for both languages: it is read far from the page's own dates. */
export function shanghaiTime(iso: string): string {
  return new Date(new Date(iso).getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
