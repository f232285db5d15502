import { hash, verify } from '@node-rs/argon2'

export type PasswordHasher = {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

/** Argon2id with 19 MiB, two passes, one lane: the OWASP password storage cheat sheet's minimum. */
export const argon2Hasher: PasswordHasher = {
  hash: (password) => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
  verify: (stored, password) => verify(stored, password),
}
