import { useNavigate, useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { Loaded } from '../../components/loaded.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as outboxText } from '../../texts/outbox.zh-CN.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { LargePicture, LargePictureActions } from '../shell/large-picture.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { filePictureHref } from './picture-hrefs.ts'
import { boxesOf } from './voucher-boxes.ts'

/** One picture of a slip. */
export default function PicturePage(): JSX.Element {
  const params = useParams<{ voucherId: string; fileId: string }>()
  const navigate = useNavigate()
  const voucher = api.vouchers.get.use(() => ({ id: params.voucherId }))
  const back = () => `/vouchers/${params.voucherId}`
  const remove = api.vouchers.removeFile.use({
    onSuccess: () => {
      showToast({ text: outboxText('removed') })
      navigate(back(), { replace: true })
    },
    stale: [api.vouchers.get.key(), api.vouchers.list.key()],
  })
  const shown = () => (voucher.isSuccess ? voucher.data : undefined)
  const files = () => shown()?.files.filter((file) => file.hasPicture) ?? []
  const index = () => files().findIndex((file) => file.id === params.fileId)
  const file = () => files()[index()]
  const next = () => (files().length > 1 ? files()[(index() + 1) % files().length] : undefined)
  const editable = () => shown()?.state === 'draft' || shown()?.state === 'rejected'
  const address = (form: 'picture' | 'original') =>
    filePictureHref(file() ?? { id: params.fileId, pictureVersion: '' }, form)
  return (
    <OrganisationShell
      title={t('picturePage')}
      back={back()}
      bleed
      actionBar={
        <LargePictureActions
          onRemove={
            editable() ? () => remove.mutate({ voucherId: params.voucherId, fileId: params.fileId }) : undefined
          }
          removing={remove.isPending}
          nextHref={next() ? `/vouchers/${params.voucherId}/pictures/${next()?.id}` : null}
        />
      }
    >
      <Loaded query={voucher} errorTitle={t('notOpened')}>
        {(data) => (
          <LargePicture
            title={t('picturePage')}
            index={index()}
            count={files().length}
            src={file() ? address('picture') : null}
            downloadHref={address(data().state === 'approved' ? 'picture' : 'original')}
            boxes={((shownFile) => (shownFile ? boxesOf(shownFile, data().checks) : []))(file())}
            error={remove.error}
          />
        )}
      </Loaded>
    </OrganisationShell>
  )
}
