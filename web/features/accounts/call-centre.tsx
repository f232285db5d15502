import Phone from 'lucide-solid/icons/phone'
import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'

/** The button that calls the training centre, or how to reach it without one. */
export function CallCentre(props: { primary?: boolean | undefined }): JSX.Element {
  const centre = api.centre.get.use(() => undefined)
  return (
    <Loaded query={centre} skeleton={<SkeletonCards count={1} />}>
      {(data) => (
        <Show when={data().telephone} fallback={<p>{t('noTelephone')}</p>}>
          {(telephone) => (
            <ButtonLink
              kind={props.primary ? 'primary' : 'secondary'}
              size={props.primary ? 'main' : 'normal'}
              wide
              icon={<Phone size={props.primary ? 24 : 20} />}
              href={`tel:${telephone().replace(/[^\d+]/g, '')}`}
            >
              {t('call', { telephone: telephone() })}
            </ButtonLink>
          )}
        </Show>
      )}
    </Loaded>
  )
}
