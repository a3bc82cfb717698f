import { expect, test } from 'vitest'
import { isTransient } from '../../../lib/core/db/transient'

/* What a database says that goes away for a moment: seen when Postgres was killed under whole runs. */

const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code })

test.each([
  coded('Invalid `prisma.modelCall.deleteMany()` invocation:\n\n\nServer has closed the connection.', 'P1017'),
  coded('Transaction API error: Unable to start a transaction in the given time.', 'P2028'),
  coded('terminating connection because of crash of another server process', '57P02'),
  coded('the database system is in recovery mode', '57P03'),
  new Error('the database system is not yet accepting connections'),
  coded('deadlock detected', '40P01'),
  coded('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'),
  new Error('the step failed', { cause: new Error('Connection terminated unexpectedly') }),
])('is worth another try: $message', (error) => {
  expect(isTransient(error)).toBe(true)
})

test.each([coded('Unique constraint failed', 'P2002'), new Error('the writer wrote /etc/passwd'), 'P1017', null])(
  'says something about the work: %s',
  (error) => {
    expect(isTransient(error)).toBe(false)
  },
)
