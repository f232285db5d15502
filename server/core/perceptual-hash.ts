/**
 * Two stored pictures whose perceptual hashes differ in at most this many bits may show the same thing and are compared
 * place by place (`worker/photo/compare-pictures.ts`, which decides). The distance alone says little: one picture resized
 * or slightly cut is up to 12 away from itself, while two receipts of one bank and one payer are often 0 apart. The
 * figures stand at `worker/photo/perceptual-hash-of.ts`.
 */
export const candidateDistance = 12
