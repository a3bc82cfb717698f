import { isUniqueViolation } from '../../core/db/db'
import { AppError, invalidParam } from '../../core/errors'
import { newId } from '../../core/ids'
import type { Ctx } from '../../context'
import type { RegisterInput, User } from './contract'
import { hashPassword } from './passwords/password'
import { refuseGuessable } from './passwords/password-strength'
import { insertUser } from './store'

/**
 * A new account.
 * @throws invalid_input for a password that is easy to guess · email_taken, also for the second of two registrations at
 * the same moment
 */
export async function registerUser(ctx: Ctx, input: RegisterInput): Promise<User> {
  await refuseGuessable(input.password, input)
  const passwordHash = await hashPassword(input.password)
  const now = ctx.clock.now()
  try {
    return await insertUser(ctx.db, {
      id: newId('user', now.getTime()),
      email: input.email,
      fullName: input.fullName ?? null,
      passwordHash,
      createdAt: now,
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('email_taken', undefined, {
      invalidParams: [invalidParam('email', 'reason.emailTaken')],
    })
  }
}
