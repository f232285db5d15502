/**
 * Made-up unified social credit codes with right check characters (GB 32100): kind `91` (an enterprise), the region, an
 * organisation code (GB 11714) made from a number, and the check character over all.
 */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const codeWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** @param region six digits of GB/T 2260, for instance 320411; `serial` is below 10,000 */
export function creditCodeOf(region: string, serial: number): string {
  const body = `MA1${String(serial).padStart(5, '0')}`
  const bodySum = codeWeights.reduce(
    (sum, weight, i) => sum + weight * '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(body.charAt(i)),
    0,
  )
  const bodyCheck = 11 - (bodySum % 11)
  const text = `91${region}${body}${bodyCheck === 10 ? 'X' : bodyCheck === 11 ? '0' : bodyCheck}`
  let weight = 1
  let sum = 0
  for (const character of text) {
    sum += weight * alphabet.indexOf(character)
    weight = (weight * 3) % 31
  }
  return text + alphabet.charAt((31 - (sum % 31)) % 31)
}

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A made-up resident identity number (GB 11643) from its first 17 digits. */
export function residentIdOf(first17: string): string {
  const sum = residentWeights.reduce((total, weight, i) => total + weight * Number(first17.charAt(i)), 0)
  return first17 + '10X98765432'.charAt(sum % 11)
}
