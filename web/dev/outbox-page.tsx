import { For, type JSX } from 'solid-js'
import { Stack } from '../components/layout.tsx'
import { PhoneShell } from '../components/phone-shell.tsx'
import { AlbumButton, CameraButton } from '../components/pick-files.tsx'
import { UploadCard } from '../components/upload-card.tsx'
import { addFile, outbox, removeFile, retryFile } from '../offline/outbox.ts'
import { errorSentence } from '../texts/errors.ts'
import { formatBytes } from '../texts/format.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { say } from './say.ts'

const sampleVoucher = '0197a000-0000-7000-8000-000000000001'

/** The upload queue by itself, for its tests: pick files, watch them go. */
export default function OutboxPage(): JSX.Element {
  const add = (files: File[]) => {
    for (const file of files) void addFile({ kind: 'voucher', id: sampleVoucher, orderId: null }, file)
  }
  return (
    <PhoneShell
      title={say('待上传', 'To send')}
      back="/"
      actionBar={
        <>
          <CameraButton onFiles={add}>{say('拍凭证', 'Photograph the slip')}</CameraButton>
          <AlbumButton onFiles={add} />
        </>
      }
    >
      <Stack gap={2}>
        <For each={outbox}>
          {(item) => (
            <UploadCard
              state={item.state}
              progress={item.progress}
              fileName={item.name}
              {...(item.thumbnail ? { thumbnail: item.thumbnail } : {})}
              text={
                item.state === 'refused' && item.error
                  ? errorSentence(item.error)
                  : item.bytes < item.originalBytes
                    ? t('uploadShrunk', { from: formatBytes(item.originalBytes), to: formatBytes(item.bytes) })
                    : formatBytes(item.bytes)
              }
              onRetry={() => retryFile(item.id)}
              onRemove={() => void removeFile(item.id)}
            />
          )}
        </For>
      </Stack>
    </PhoneShell>
  )
}
