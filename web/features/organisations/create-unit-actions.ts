import { useQueryClient } from '@tanstack/solid-query'
import type { OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/units.zh-CN.ts'

export type UnitToAct = Pick<OrganisationView, 'id' | 'name' | 'parentId' | 'reach'>

/** What was done, and how it is taken back. */
type Deed = { readonly text: string; readonly takeBack: () => Promise<unknown> }

const holds = (reach: UnitToAct['reach']) => reach.units + reach.people > 0

/** Moving, disabling and renaming a unit, each with ten seconds to take it back, also when the page has been left. */
export function createUnitActions(done: () => void) {
  const queries = useQueryClient()
  const given = (reason: string) => (reason === '' ? {} : { reason })
  /** Of the change that is on its way: there is one at a time. */
  let deed: Deed | null = null
  const onSuccess = () => {
    const told = deed
    if (told) {
      showToast({
        text: told.text,
        undo: async () => {
          await told.takeBack()
          await queries.invalidateQueries()
        },
      })
    }
    done()
  }
  const enabled = api.organisations.setEnabled.use({ onSuccess })
  const move = api.organisations.move.use({ onSuccess })
  const rename = api.organisations.rename.use({ onSuccess })
  return {
    busy: () => enabled.isPending || move.isPending || rename.isPending,
    enableError: () => enabled.error,
    moveError: () => move.error,
    renameError: () => rename.error,
    forget(): void {
      enabled.reset()
      move.reset()
      rename.reset()
    },
    setEnabled({ id, name, reach }: UnitToAct, wanted: boolean, reason = ''): void {
      const counts = { units: formatCount(reach.units), people: formatCount(reach.people) }
      deed = {
        text: wanted
          ? t('enabledDone', { name })
          : t(holds(reach) ? 'disabledWith' : 'disabledDone', { name, ...counts }),
        takeBack: () => api.organisations.setEnabled.mutate({ id, enabled: !wanted, ...given(reason) }),
      }
      enabled.mutate({ id, enabled: wanted, ...given(reason) })
    },
    move(
      { id, name, parentId: from, reach }: UnitToAct,
      parent: { readonly id: string; readonly name: string } | null,
      reason = '',
    ): void {
      const to = parent?.id ?? null
      const people = formatCount(reach.people)
      deed = {
        text: parent
          ? t(reach.people > 0 ? 'movedWith' : 'moved', { name, parent: parent.name, people })
          : t('movedTop', { name }),
        takeBack: () => api.organisations.move.mutate({ id, expectedParentId: to, parentId: from, ...given(reason) }),
      }
      move.mutate({ id, expectedParentId: from, parentId: to, ...given(reason) })
    },
    rename({ id, name }: UnitToAct, wanted: string, reason = ''): void {
      deed = {
        text: t('renamed', { name: wanted }),
        takeBack: () => api.organisations.rename.mutate({ id, expectedName: wanted, name, ...given(reason) }),
      }
      rename.mutate({ id, expectedName: name, name: wanted, ...given(reason) })
    },
  }
}

export type UnitActions = ReturnType<typeof createUnitActions>
