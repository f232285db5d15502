import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/letters.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { PdfButton } from '../shell/pdf-button.tsx'
import { CancelLetter, LetterHead, LetterStory, PostTo } from './letter-body.tsx'
import { letterPdf } from './letter-words.ts'

/** One confirmation letter on a phone. */
export function LetterPhone(props: { id: string }): JSX.Element {
  const query = api.letters.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: 30_000 }),
  )
  const letter = () => (query.isSuccess ? query.data : undefined)
  return (
    <OrganisationShell
      title={t('one')}
      back="/letters"
      actionBar={
        <Show when={letter()?.state === 'printed' || letter()?.state === 'received'}>
          <PdfButton kind="primary" size="main" wide href={letterPdf(props.id)}>
            {t('download')}
          </PdfButton>
        </Show>
      }
    >
      <Loaded query={query} errorTitle={t('notOpened')}>
        {(data) => (
          <>
            <LetterHead letter={data()} />
            <Show when={data().state === 'printed'}>
              <PostTo address={data().facts.centre} />
            </Show>
            <LetterStory letter={data()} />
            <CancelLetter letter={data()} />
          </>
        )}
      </Loaded>
    </OrganisationShell>
  )
}
