import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, onCleanup } from 'solid-js'
import type { FileState } from '../../../server/core/file-states.ts'
import { UploadCard } from '../../components/upload-card.tsx'
import { type OutboxItem, onFileSent, online, outbox, removeFile, retryFile } from '../../offline/outbox.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatBytes } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/outbox.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { errorOfCode } from './error-of-code.ts'

/** What every photographed file says of itself, whatever it belongs to. */
export interface PhotoFile {
  readonly id: string
  readonly state: FileState
  readonly errorCode: string | null
  readonly originalName: string
  readonly sizeBytes: number
  readonly pageCount: number | null
  readonly hasPicture: boolean
}

/** Files of this phone for a thing that the server has not shown yet. Sent ones wait for the next answer. */
export function unsentOf(targetId: string, known: readonly { readonly id: string }[]): OutboxItem[] {
  return outbox.filter(
    (item) => item.target.id === targetId && item.state !== 'done' && !known.some((file) => file.id === item.id),
  )
}

/** The server's own id of what was sent: the same picture sent twice is one file, under its first id. */
function fileIdIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('fileId' in answer)) return null
  return typeof answer.fileId === 'string' ? answer.fileId : null
}

/**
 * What the server has taken in and no answer has shown yet. An answer that was under way when the file arrived may have
 * been made without it, and nothing else would have the page ask again: it asks until the file is there.
 */
export function createArrivals(targetId: () => string, refetch: () => void) {
  const [arrived, setArrived] = createSignal<{ readonly targetId: string; readonly fileId: string } | null>(null)
  onCleanup(
    onFileSent((item, answer) => {
      if (item.target.id !== targetId()) return
      setArrived({ targetId: item.target.id, fileId: fileIdIn(answer) ?? item.id })
      refetch()
    }),
  )
  return {
    awaited: () => arrived()?.targetId === targetId(),
    seen(files: readonly { readonly id: string }[]) {
      if (files.some((file) => file.id === arrived()?.fileId)) setArrived(null)
    },
  }
}

/** How far a file in work has come, for its line: arriving, straightening, reading. */
const stageShare = { received: 0.3, compressed: 0.65 } as const

/** One picture that is at the server, with what the worker has made of it. */
export function PhotoFileCard(props: {
  file: PhotoFile
  /** `/api/files/vouchers/<id>/thumbnail` */
  thumbnailHref: string
  /** Where the whole picture is. */
  href: string
  /** Of one that was read: how much, or that nothing was. */
  readTitle: string
  /** The values that matter most; its name and size where there are none. */
  found: readonly (string | null)[]
  onRemove?: (() => void) | undefined
}): JSX.Element {
  const navigate = useNavigate()
  const here = () => outbox.find((item) => item.id === props.file.id)?.thumbnail ?? undefined
  const inWork = () => props.file.state === 'received' || props.file.state === 'compressed'
  const cardState = () => (props.file.state === 'unreadable' ? 'refused' : inWork() ? 'sending' : 'done')
  const title = () => {
    switch (props.file.state) {
      case 'received':
        return t('fileCompressing')
      case 'compressed':
        return t('fileReading')
      case 'read':
        return props.readTitle
      case 'unreadable':
        return t('fileUnreadable')
    }
  }
  const text = () => {
    if (props.file.state === 'unreadable') return errorSentence(errorOfCode(props.file.errorCode ?? 'fileDamaged'))
    const pages = (props.file.pageCount ?? 1) > 1 ? t('pages', { count: props.file.pageCount ?? 1 }) : null
    return joinParts(...props.found, pages) || `${props.file.originalName} ${formatBytes(props.file.sizeBytes)}`
  }
  return (
    <UploadCard
      state={cardState()}
      progress={inWork() ? stageShare[props.file.state as keyof typeof stageShare] : undefined}
      thumbnail={props.file.hasPicture ? props.thumbnailHref : here()}
      fileName={props.file.originalName}
      title={title()}
      text={text()}
      onRemove={props.file.state === 'unreadable' ? props.onRemove : undefined}
      onOpen={props.file.hasPicture ? () => navigate(props.href) : undefined}
    />
  )
}

/** One picture that is still on this phone, or was until a moment ago; `href` leads to what it belongs to. */
export function UnsentFile(props: { item: OutboxItem; href?: string | undefined }): JSX.Element {
  const navigate = useNavigate()
  /** Without a network nothing has failed: it waits. */
  const waits = () => props.item.state === 'failed' && !online()
  const cardState = () => (waits() ? 'waiting' : props.item.state)
  const text = () => {
    if (waits()) return undefined
    if (props.item.error) return errorSentence(props.item.error)
    if (!props.item.keptOnDevice) return t('notOnDevice')
    if (props.item.bytes < props.item.originalBytes) {
      return shared('uploadShrunk', { from: formatBytes(props.item.originalBytes), to: formatBytes(props.item.bytes) })
    }
    return undefined
  }
  return (
    <UploadCard
      state={cardState()}
      progress={props.item.progress}
      thumbnail={props.item.thumbnail ?? undefined}
      fileName={props.item.name}
      text={text()}
      onRetry={() => retryFile(props.item.id)}
      onOpen={props.href === undefined ? undefined : () => navigate(props.href ?? '')}
      onRemove={() => void removeFile(props.item.id)}
    />
  )
}
