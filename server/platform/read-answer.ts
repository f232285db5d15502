/** The bytes of an answer; null when there are more than `limitBytes`: nothing is kept beyond them. */
export async function readUpTo(response: Response, limitBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (!response.body) return new Uint8Array()
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    length += chunk.byteLength
    if (length > limitBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The characters that a signature is over: a byte-order mark stays. Null for what is no UTF-8. */
export function decodeSigned(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
