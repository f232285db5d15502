/** How many of the 64 bits of two perceptual hashes (16 hex digits each) differ: 0 for the same, around 32 for unrelated pictures. */
export function hammingDistance(a: string, b: string): number {
  let difference = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  let bits = 0
  while (difference !== 0n) {
    difference &= difference - 1n
    bits += 1
  }
  return bits
}
