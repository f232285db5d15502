import { useNavigate, useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { Loaded } from '../../components/loaded.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as outboxText } from '../../texts/outbox.zh-CN.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { LargePicture, LargePictureActions } from '../shell/large-picture.tsx'
import { boxesOf, pictureHref } from './licence-fields.ts'
import { stepHref } from './registration-steps.ts'

/** One picture of a licence or a certificate. */
export default function RegistrationPicturePage(): JSX.Element {
  const params = useParams<{ id: string; fileId: string }>()
  const navigate = useNavigate()
  const registration = api.registrations.get.use(() => ({ id: params.id }))
  const shown = () => (registration.isSuccess ? registration.data : undefined)
  const editable = () => shown()?.state === 'draft' || shown()?.state === 'rejected'
  const back = () => (editable() ? stepHref(params.id, 'documents') : `/register/${params.id}`)
  const remove = api.registrations.removeFile.use({
    onSuccess: () => {
      showToast({ text: outboxText('removed') })
      navigate(back(), { replace: true })
    },
    stale: [api.registrations.get.key()],
  })
  const files = () => shown()?.files.filter((file) => file.hasPicture) ?? []
  const index = () => files().findIndex((file) => file.id === params.fileId)
  const file = () => files()[index()]
  const next = () => (files().length > 1 ? files()[(index() + 1) % files().length] : undefined)
  return (
    <PhoneShell
      title={t('picturePage')}
      back={back()}
      bleed
      actionBar={
        <LargePictureActions
          onRemove={editable() ? () => remove.mutate({ id: params.id, fileId: params.fileId }) : undefined}
          removing={remove.isPending}
          nextHref={next() ? `/register/${params.id}/pictures/${next()?.id}` : null}
        />
      }
    >
      <Loaded query={registration} errorTitle={t('notOpened')}>
        {(data) => (
          <LargePicture
            title={t('picturePage')}
            index={index()}
            count={files().length}
            src={file() ? pictureHref(params.fileId, 'picture') : null}
            downloadHref={pictureHref(params.fileId, data().state === 'approved' ? 'picture' : 'original')}
            boxes={((shownFile) => (shownFile ? boxesOf(shownFile, data().checks) : []))(file())}
            error={remove.error}
          />
        )}
      </Loaded>
    </PhoneShell>
  )
}
