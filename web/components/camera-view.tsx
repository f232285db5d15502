import type { JSX } from 'solid-js'
import './camera-view.css'

/** What the camera sees, for reading codes. */
export function CameraView(props: { ref: (video: HTMLVideoElement) => void; label: string }): JSX.Element {
  return <video class="camera-view" ref={props.ref} muted playsinline aria-label={props.label} />
}
