import { generateClient } from './launch/client.mjs'
import { complain, step } from './launch/progress.mjs'

try {
  await step('Generating the database client', generateClient)
} catch (error) {
  complain(error.message)
  process.exitCode = 1
}
