import { type Check, outcome } from '../check'
import { access } from '../checks/access'
import { behaviour } from '../checks/behaviour'
import { build } from '../checks/build'
import { contract } from '../checks/contract'
import { imports } from '../checks/imports'
import { lint } from '../checks/lint'
import { markup } from '../checks/markup'
import { parse } from '../checks/parse'
import { preview } from '../checks/preview'
import { schema } from '../checks/schema'
import { secrets } from '../checks/secrets'
import { types } from '../checks/types'
import { confined } from '../syntax/analysis-pool'

/** In the order of the report: what is cheap and what others build on comes first. */
export const CHECKS: readonly Check[] = [
  confined(parse),
  confined(imports),
  types,
  together(lint, confined(markup)),
  confined(contract),
  schema,
  access,
  confined(secrets),
  preview,
  behaviour,
  build,
]

/** Two halves of one check: what they found is said together. */
function together(one: Check, other: Check): Check {
  return {
    name: one.name,
    ...(one.dependsOn &&
      other.dependsOn && { dependsOn: (path: string) => one.dependsOn!(path) || other.dependsOn!(path) }),
    async run(project, tools) {
      const [first, second] = await Promise.all([one.run(project, tools), other.run(project, tools)])
      return {
        ...first,
        ...outcome([...first.findings, ...second.findings], {
          ...((first.isShort === true || second.isShort === true) && { isShort: true }),
        }),
      }
    },
  }
}
