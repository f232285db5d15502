import Printer from 'lucide-solid/icons/printer'
import { createSignal, type JSX } from 'solid-js'
import { Button, type ButtonProps } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { t } from '../../texts/print.zh-CN.ts'
import { downloadFile } from './download.ts'

/**
 * Has a PDF set and saves it. It says so meanwhile, for thousands of people take seconds, and says in a sentence why there
 * is none: too many print at once, or the list is too long.
 */
export function PdfButton(
  props: Pick<ButtonProps, 'kind' | 'size' | 'wide' | 'keyHint'> & { href: string; children: JSX.Element },
): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const print = async () => {
    if (busy()) return
    setBusy(true)
    setError(null)
    try {
      await downloadFile(props.href)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        kind={props.kind}
        size={props.size}
        wide={props.wide}
        keyHint={props.keyHint}
        icon={<Printer size={props.size === 'main' || props.wide ? 20 : 16} />}
        busy={busy()}
        onClick={() => void print()}
      >
        {busy() ? t('setting') : props.children}
      </Button>
      <ErrorNote error={error()} />
    </>
  )
}
