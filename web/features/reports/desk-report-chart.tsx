import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { ChartPanel } from '../../components/chart-panel.tsx'
import { Quiet } from '../../components/layout.tsx'
import { t } from '../../texts/reports.zh-CN.ts'

/** Kept on this desk: who works with the table needs its room. */
const keptAs = 'xueshi-report-chart'

/** A chart over a report's table, which can be put away. */
export function ReportChart(props: { title: string; hint?: string | undefined; children: JSX.Element }): JSX.Element {
  const [shown, setShown] = createSignal(localStorage.getItem(keptAs) !== 'hidden')
  const toggle = () => {
    setShown(!shown())
    if (shown()) localStorage.removeItem(keptAs)
    else localStorage.setItem(keptAs, 'hidden')
  }
  return (
    <ChartPanel
      title={props.title}
      shown={shown()}
      aside={
        <Button size="dense" kind="quiet" onClick={toggle}>
          {shown() ? t('hideChart') : t('chart')}
        </Button>
      }
    >
      {props.children}
      <Show when={props.hint}>{(hint) => <Quiet>{hint()}</Quiet>}</Show>
    </ChartPanel>
  )
}
