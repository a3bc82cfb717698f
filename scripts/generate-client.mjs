import { generateClient } from './launch/client.mjs'
import { complain, step } from './launch/progress.mjs'

try {
  await step('Generating the database client', async () => generateClient())
} catch (error) {
  complain(error.message)
  process.exitCode = 1
}
