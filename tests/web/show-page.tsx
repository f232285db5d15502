import { createMemoryHistory, type MemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { type Component, For, Suspense } from 'solid-js'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { ToastRegion } from '../../web/components/toast.tsx'
import { StaffContext, staffOf } from '../../web/features/shell/desk-staff.ts'
import { show } from './show.ts'

/** Whole pages at their paths, opened at an address by a member of staff, until the test has ended. */
export function showPage(
  address: string,
  pages: Readonly<Record<string, Component>>,
  me: Me,
): { place: HTMLElement; history: MemoryHistory } {
  const history = createMemoryHistory()
  history.set({ value: address })
  const queries = createQueryClient()
  const place = show(() => (
    <QueryClientProvider client={queries}>
      <MemoryRouter
        history={history}
        root={(props) => (
          <StaffContext.Provider value={staffOf(() => me)}>
            <Suspense>{props.children}</Suspense>
            <ToastRegion />
          </StaffContext.Provider>
        )}
      >
        <For each={Object.entries(pages)}>{([path, page]) => <Route path={path} component={page} />}</For>
      </MemoryRouter>
    </QueryClientProvider>
  ))
  return { place, history }
}
