/** A run of characters: the same in both, only here, or a place where the other one has more. */
export interface DiffPiece {
  readonly kind: 'same' | 'extra' | 'gap'
  readonly text: string
}

/** Longer texts are compared as wholes: marks in them help nobody, and the table below grows with the product. */
const longestCompared = 400

/**
 * Where two short texts (names, numbers) differ, character by character: the pieces of `text`, with a `gap` of no width
 * where `other` has characters that are missing here. Longest common subsequence over code points, so that rare
 * characters beyond the BMP stay whole. Blanks and character widths are not judged here; normalise before if they should
 * not count.
 */
export function diffCharacters(text: string, other: string): DiffPiece[] {
  const here = Array.from(text)
  const there = Array.from(other)
  if (text === other) return text === '' ? [] : [{ kind: 'same', text }]
  if (here.length > longestCompared || there.length > longestCompared) return [{ kind: 'extra', text }]
  const width = there.length + 1
  // common[i * width + j] = length of the longest common subsequence of here[i..] and there[j..].
  const common = new Uint16Array((here.length + 1) * width)
  for (let i = here.length - 1; i >= 0; i--) {
    for (let j = there.length - 1; j >= 0; j--) {
      common[i * width + j] =
        here[i] === there[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
    }
  }
  const pieces: { kind: DiffPiece['kind']; text: string }[] = []
  const add = (kind: DiffPiece['kind'], piece: string) => {
    const last = pieces.at(-1)
    if (last?.kind === kind && kind !== 'gap') last.text += piece
    else if (last?.kind !== kind) pieces.push({ kind, text: piece })
  }
  let i = 0
  let j = 0
  while (i < here.length || j < there.length) {
    if (i < here.length && j < there.length && here[i] === there[j]) {
      add('same', here[i] ?? '')
      i++
      j++
    } else if (
      i < here.length &&
      (j >= there.length || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      add('extra', here[i] ?? '')
      i++
    } else {
      add('gap', '')
      j++
    }
  }
  // A gap beside an extra run is a replaced character: the mark on the run says it already.
  return pieces.filter(
    (piece, index) =>
      piece.kind !== 'gap' || (pieces[index - 1]?.kind !== 'extra' && pieces[index + 1]?.kind !== 'extra'),
  )
}
