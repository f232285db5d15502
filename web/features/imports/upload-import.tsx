import Download from 'lucide-solid/icons/download'
import { type JSX, Show } from 'solid-js'
import { density } from '../../appearance.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { AlbumButton, FileDrop } from '../../components/pick-files.tsx'
import { ProgressCard } from '../../components/progress-card.tsx'
import { t } from '../../texts/imports.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { createUpload, importTypes } from './create-upload.ts'
import { type ImportTarget, learnersTarget, targetQuery } from './import-kinds.ts'

/** Where a file for import is chosen, beside the template to fill in. */
export function UploadImport(props: {
  /** Into which organisation; null: the one that the admin acts for. */
  organisationId: string | null
  /** Learners, where nothing else is said. */
  target?: ImportTarget | undefined
  onSent: (importId: string) => void
}): JSX.Element {
  const target = () => props.target ?? learnersTarget
  const upload = createUpload((id) => props.onSent(id), target)
  const take = (files: File[]) => {
    const [file] = files
    if (file) void upload.send(file, props.organisationId)
  }
  const template = () => {
    const query = targetQuery(target(), props.organisationId)
    return `/api/templates/${target().kind}.xlsx${query.size > 0 ? `?${query}` : ''}`
  }
  return (
    <Show
      when={upload.share() === null}
      fallback={
        <ProgressCard
          title={t('uploading', { percent: Math.round((upload.share() ?? 0) * 100) })}
          done={Math.round((upload.share() ?? 0) * 100)}
          total={100}
        />
      }
    >
      <Stack gap={3}>
        <Show
          when={density() === 'desk'}
          fallback={
            <AlbumButton kind="primary" accept={importTypes} onFiles={take}>
              {t('pick')}
            </AlbumButton>
          }
        >
          <FileDrop accept={importTypes} onFiles={take} text={t('dropText')} />
        </Show>
        <ErrorNote error={upload.error()} />
        <Show when={upload.retry()}>
          {(again) => (
            <Line>
              <Button onClick={() => again()()}>{shared('retry')}</Button>
            </Line>
          )}
        </Show>
        <Line>
          <ButtonLink href={template()} download="" target="_self" icon={<Download size={16} />}>
            {t('template')}
          </ButtonLink>
        </Line>
        <Quiet>{t('steps')}</Quiet>
      </Stack>
    </Show>
  )
}
