import { Router, type RouteSectionProps, useNavigate } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { ErrorBoundary, type JSX, onMount, Suspense } from 'solid-js'
import { allRoutes } from './all-routes.ts'
import { createQueryClient, onSignedOut } from './api.ts'
import { ErrorState } from './components/empty-state.tsx'
import { ToastRegion } from './components/toast.tsx'
import { forgetStudies } from './offline/kept-study.ts'

/** What every page stands in: errors become sentences, toasts have a place, an ended session leads to the log-in page. */
function Root(props: RouteSectionProps): JSX.Element {
  const navigate = useNavigate()
  onMount(() =>
    onSignedOut(() => {
      forgetStudies()
      const here = location.pathname + location.search
      if (location.pathname === '/log-in') return
      navigate(`/log-in?return=${encodeURIComponent(here)}`, { replace: true })
    }),
  )
  return (
    <>
      <ErrorBoundary fallback={(error, reset) => <ErrorState error={error} onRetry={reset} />}>
        <Suspense>{props.children}</Suspense>
      </ErrorBoundary>
      <ToastRegion />
    </>
  )
}

export function App(): JSX.Element {
  // Made once: an expression in the markup would be evaluated by everybody who asks for the client.
  const queries = createQueryClient()
  return (
    <QueryClientProvider client={queries}>
      <Router root={Root}>{allRoutes()}</Router>
    </QueryClientProvider>
  )
}
