/**
 * Two stored pictures whose perceptual hashes differ in at most this many bits may show the same thing and are compared
 * place by place (`worker/photo/compare-pictures.ts`, which decides). The distance alone says little: one picture resized
 * or slightly cut is up to 12 away from itself, while two receipts of one bank and one payer are often 0 apart. The
 * figures stand at `worker/photo/perceptual-hash-of.ts`.
 */
export const candidateDistance = 12

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
