import type { JSX } from 'solid-js'
import './qr-code.css'

/** A QR code from one SVG path in a square of `size` modules, quiet zone included. Dark on white in both themes. */
export function QrCode(props: { size: number; path: string; label: string }): JSX.Element {
  return (
    <svg class="qr-code" viewBox={`0 0 ${props.size} ${props.size}`} role="img" aria-label={props.label}>
      <title>{props.label}</title>
      <path d={props.path} />
    </svg>
  )
}
