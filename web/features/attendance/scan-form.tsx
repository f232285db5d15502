import { createSignal, type JSX, onCleanup, onMount } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { CameraView } from '../../components/camera-view.tsx'
import { Note, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/attendance.zh-CN.ts'
import './can-scan.ts'
import { formCodeIn } from './form-code.ts'

/** Between two looks at the picture, in milliseconds. */
const lookEveryMs = 200

/** The camera inside the page: one form after the other without leaving it. */
export default function ScanForm(props: { onCode: (code: string) => void; onStop: () => void }): JSX.Element {
  const [failed, setFailed] = createSignal(false)
  const [video, setVideo] = createSignal<HTMLVideoElement>()
  let stream: MediaStream | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = null
  }
  onCleanup(stop)
  onMount(async () => {
    const Reader = window.BarcodeDetector
    const screen = video()
    if (!Reader || !screen) return setFailed(true)
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      screen.srcObject = stream
      await screen.play()
    } catch {
      return setFailed(true)
    }
    const detector = new Reader({ formats: ['qr_code'] })
    const look = async () => {
      if (!stream) return
      const found = await detector.detect(screen).catch(() => [])
      const code = found.map(({ rawValue }) => formCodeIn(rawValue)).find((one) => one !== null)
      if (code) {
        stop()
        props.onCode(code)
      } else timer = setTimeout(() => void look(), lookEveryMs)
    }
    void look()
  })
  return (
    <Stack gap={2}>
      <CameraView ref={setVideo} label={t('scan')} />
      {failed() ? <Note tone="waiting">{t('cameraOff')}</Note> : null}
      <Button kind="quiet" wide onClick={props.onStop}>
        {t('stopScan')}
      </Button>
    </Stack>
  )
}
