import type { JSX } from 'solid-js'
import './mail-frame.css'

/**
 * A mail as a page of its own. Sandboxed without any right: no script, no form, no link out, whatever stands in it.
 * Light in both themes, as in the reader's mailbox.
 */
export function MailFrame(props: { title: string; html: string }): JSX.Element {
  return <iframe class="mail-frame" title={props.title} sandbox="" srcdoc={props.html} />
}

/** Text as it came: the same mail for programs that show no pages, a message of a payment provider. */
export function MailText(props: { children: string }): JSX.Element {
  return <pre class="mail-text">{props.children}</pre>
}
