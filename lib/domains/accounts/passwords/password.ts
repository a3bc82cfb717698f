import { hash, verify } from '@node-rs/argon2'

/**
 * OWASP Password Storage Cheat Sheet, argon2id (the library's default algorithm): 19 MiB, 2 passes, 1 lane. About 20
 * ms, off the main thread.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** @returns PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…` */
export const hashPassword = (password: string): Promise<string> => hash(password, COST)

let nobody: Promise<string> | undefined

/** With no hash (unknown address) it takes as long and says no, so the time does not tell who has an account. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobody ??= hashPassword('an address that nobody registered')
  const isRight = await verify(passwordHash ?? (await nobody), password)
  return isRight && passwordHash !== null
}
