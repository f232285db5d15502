import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { FullHeight } from '../../components/full-height.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PictureViewer } from '../../components/picture-viewer.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { boxesOf } from './voucher-boxes.ts'

/** One picture, as large as the phone: zoom, turn, and what was read where. */
export default function PicturePage(): JSX.Element {
  const params = useParams<{ voucherId: string; fileId: string }>()
  const navigate = useNavigate()
  const [chosen, setChosen] = createSignal<string | null>(null)
  const voucher = api.vouchers.get.use(() => ({ id: params.voucherId }))
  const back = () => `/vouchers/${params.voucherId}`
  const remove = api.vouchers.removeFile.use({
    onSuccess: () => {
      showToast({ text: t('removed') })
      navigate(back(), { replace: true })
    },
    stale: [api.vouchers.get.key(), api.vouchers.list.key()],
  })
  const shown = () => (voucher.isSuccess ? voucher.data : undefined)
  const files = () => shown()?.files.filter((file) => file.hasPicture) ?? []
  const index = () => files().findIndex((file) => file.id === params.fileId)
  const next = () => (files().length > 1 ? files()[(index() + 1) % files().length] : undefined)
  const editable = () => shown()?.state === 'draft' || shown()?.state === 'rejected'
  return (
    <OrganisationShell
      title={t('picturePage')}
      back={back()}
      bleed
      actionBar={
        <Show when={editable() || next()}>
          <Show when={editable()}>
            <Button
              size="main"
              wide
              busy={remove.isPending}
              onClick={() => remove.mutate({ voucherId: params.voucherId, fileId: params.fileId })}
            >
              {remove.isPending ? t('removing') : t('remove')}
            </Button>
          </Show>
          <Show when={next()}>
            {(file) => (
              <ButtonLink size="main" wide replace href={`/vouchers/${params.voucherId}/pictures/${file().id}`}>
                {t('nextPicture')}
              </ButtonLink>
            )}
          </Show>
        </Show>
      }
    >
      <Loaded query={voucher} errorTitle={t('notOpened')}>
        {(data) => (
          <FullHeight>
            <ErrorNote error={remove.error} />
            <Show when={files()[index()]} fallback={<EmptyState title={t('noPicture')} />}>
              {(file) => (
                <PictureViewer
                  src={`/api/files/vouchers/${file().id}/picture`}
                  alt={t('picturePage')}
                  caption={t('pictureOf', { index: index() + 1, count: files().length })}
                  boxes={boxesOf(file(), data().checks)}
                  chosen={chosen()}
                  onChoose={setChosen}
                  downloadHref={`/api/files/vouchers/${file().id}/${data().state === 'approved' ? 'picture' : 'original'}`}
                />
              )}
            </Show>
          </FullHeight>
        )}
      </Loaded>
    </OrganisationShell>
  )
}
