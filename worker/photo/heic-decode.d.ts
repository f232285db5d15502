/** heic-decode 2.1.0 comes without types; these are the ones used, from its source. */
declare module 'heic-decode' {
  type HeicPicture = {
    readonly width: number
    readonly height: number
    /** RGBA, four bytes a pixel. */
    decode(): Promise<{ readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }>
  }
  const decode: { all(input: { readonly buffer: Uint8Array }): Promise<HeicPicture[]> }
  export default decode
}
