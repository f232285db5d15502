type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> }
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: readonly string[] }) => Detector
  }
}

/** Whether this browser reads codes by itself; where it does not, the phone's own camera opens the page. */
export const canScan = (): boolean => 'BarcodeDetector' in window && 'mediaDevices' in navigator
