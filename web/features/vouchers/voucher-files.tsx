import { useNavigate } from '@solidjs/router'
import { createMemo, For, type JSX } from 'solid-js'
import { AppError, type ErrorCode, errorKinds } from '../../../server/core/app-error.ts'
import { fen } from '../../../server/core/money.ts'
import type { VoucherFileView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Stack } from '../../components/layout.tsx'
import { UploadCard } from '../../components/upload-card.tsx'
import { type OutboxItem, online, outbox, removeFile, retryFile } from '../../offline/outbox.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatBytes, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'

/** Files of this phone for a voucher that the server has not shown yet. Sent ones wait for the next answer. */
export function unsentOf(voucherId: string, known: readonly VoucherFileView[]): OutboxItem[] {
  return outbox.filter(
    (item) => item.voucherId === voucherId && item.state !== 'done' && !known.some((file) => file.id === item.id),
  )
}

/** How far a file in work has come, for its line: arriving, straightening, reading. */
const stageShare = { received: 0.3, compressed: 0.65 } as const

/** The pictures of a voucher, those at the server and those still on this phone, each with its own state. */
export function VoucherFiles(props: {
  voucherId: string
  files: readonly VoucherFileView[]
  pictureHref: (fileId: string) => string
  /** Whether pictures may be taken away. */
  editable: boolean
}): JSX.Element {
  const unsent = createMemo(() => unsentOf(props.voucherId, props.files))
  const remove = api.vouchers.removeFile.use({ stale: [api.vouchers.get.key(), api.vouchers.list.key()] })
  return (
    <Stack gap={2}>
      <For each={props.files}>
        {(file) => (
          <ServerFile
            file={file}
            href={props.pictureHref(file.id)}
            onRemove={props.editable ? () => remove.mutate({ voucherId: props.voucherId, fileId: file.id }) : undefined}
          />
        )}
      </For>
      <For each={unsent()}>{(item) => <UnsentFile item={item} />}</For>
    </Stack>
  )
}

function ServerFile(props: { file: VoucherFileView; href: string; onRemove: (() => void) | undefined }): JSX.Element {
  const navigate = useNavigate()
  const here = () => outbox.find((item) => item.id === props.file.id)?.thumbnail ?? undefined
  const thumbnail = () => (props.file.hasPicture ? `/api/files/vouchers/${props.file.id}/thumbnail` : here())
  const inWork = () => props.file.state === 'received' || props.file.state === 'compressed'
  const title = () => {
    switch (props.file.state) {
      case 'received':
        return t('fileCompressing')
      case 'compressed':
        return t('fileReading')
      case 'read':
        return props.file.fields.length > 0 ? t('fileRead', { count: props.file.fields.length }) : t('fileReadNone')
      case 'unreadable':
        return t('fileUnreadable')
    }
  }
  const text = () => {
    if (props.file.state === 'unreadable') return errorSentence(asError(props.file.errorCode))
    const value = (name: string) => props.file.fields.find((field) => field.name === name)?.value
    const amount = value('amountFen')
    const found = [amount === undefined ? null : formatYuan(fen(Number(amount))), value('paidAt')?.slice(0, 10) ?? null]
    const pages = (props.file.pageCount ?? 1) > 1 ? t('pages', { count: props.file.pageCount ?? 1 }) : null
    const said = joinParts(...found, pages)
    return said || `${props.file.originalName} ${formatBytes(props.file.sizeBytes)}`
  }
  return (
    <UploadCard
      state={props.file.state === 'unreadable' ? 'refused' : inWork() ? 'sending' : 'done'}
      progress={inWork() ? stageShare[props.file.state as keyof typeof stageShare] : undefined}
      thumbnail={thumbnail()}
      fileName={props.file.originalName}
      title={title()}
      text={text()}
      onRemove={props.file.state === 'unreadable' ? props.onRemove : undefined}
      onOpen={props.file.hasPicture ? () => navigate(props.href) : undefined}
    />
  )
}

/** One picture that is still on this phone, or was until a moment ago; `href` leads to its voucher. */
export function UnsentFile(props: { item: OutboxItem; href?: string | undefined }): JSX.Element {
  const navigate = useNavigate()
  /** Without a network nothing has failed: it waits. */
  const waits = () => props.item.state === 'failed' && !online()
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
      state={waits() ? 'waiting' : props.item.state}
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

function asError(code: string | null): AppError {
  return new AppError(code !== null && Object.hasOwn(errorKinds, code) ? (code as ErrorCode) : 'fileDamaged')
}
