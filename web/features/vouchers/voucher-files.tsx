import { createMemo, For, type JSX } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { VoucherFileView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Quiet, Stack } from '../../components/layout.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { PhotoFileCard, UnsentFile, unsentOf } from '../shell/photo-files.tsx'
import { filePictureHref } from './picture-hrefs.ts'

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
          <PhotoFileCard
            file={file}
            thumbnailHref={filePictureHref(file, 'thumbnail')}
            href={props.pictureHref(file.id)}
            readTitle={file.fields.length > 0 ? t('fileRead', { count: file.fields.length }) : t('fileReadNone')}
            found={foundOn(file)}
            onRemove={props.editable ? () => remove.mutate({ voucherId: props.voucherId, fileId: file.id }) : undefined}
          />
        )}
      </For>
      <For each={unsent()}>{(item) => <UnsentFile item={item} />}</For>
    </Stack>
  )
}

/** 补写的一行: what the uploader wrote under the slips, each line once. */
export function AddedTexts(props: { files: readonly VoucherFileView[] }): JSX.Element {
  const texts = () => [...new Set(props.files.flatMap((file) => file.addedText ?? []))]
  return <For each={texts()}>{(text) => <Quiet>{t('lineUnder', { text })}</Quiet>}</For>
}

/** The amount and the day, which tell one slip from another. */
function foundOn(file: VoucherFileView): (string | null)[] {
  const value = (name: string) => file.fields.find((field) => field.name === name)?.value
  const amount = value('amountFen')
  return [amount === undefined ? null : formatYuan(fen(Number(amount))), value('paidAt')?.slice(0, 10) ?? null]
}
