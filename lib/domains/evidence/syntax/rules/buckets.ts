import { closest } from 'fastest-levenshtein'
import type { Finding } from '../../contract.ts'
import type { AppModel } from '../app-model.ts'
import { catalogueOf } from '../sql-catalogue.ts'
import { keyOf, textOf } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'

/**
 * Every bucket that the code stores files in is created by a migration, the seed, the configuration or the code itself.
 */
export async function bucketFindings(model: AppModel): Promise<Finding[]> {
  const { buckets, certain } = await catalogueOf(model.project)
  if (buckets === null || !certain) return []
  const made = new Set(buckets)
  const used: { name: string; report: () => Finding }[] = []
  let isOpen = false
  for (const module of model.modules.values())
    walk(module.source.program, (node) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return
      const object = node.callee.object
      if (object.type !== 'MemberExpression' || keyOf(object) !== 'storage') return
      const method = keyOf(node.callee)
      const first = node.arguments[0] as Node | undefined
      const name = first && textOf(model, module, first)
      if (method === 'createBucket') {
        if (name === undefined) isOpen = true
        else made.add(name)
      }
      if (method !== 'from' || name === undefined || first === undefined) return
      const near =
        buckets.size > 0
          ? { hint: `The nearest is "${closest(name, [...buckets])}".` }
          : { hint: `insert into storage.buckets (id, name, public) values ('${name}', '${name}', false);` }
      used.push({
        name,
        report: () =>
          model.report('contract', 'unknown-bucket', module, first, `No migration creates the bucket "${name}".`, near),
      })
    })
  return isOpen ? [] : used.filter(({ name }) => !made.has(name)).map(({ report }) => report())
}
