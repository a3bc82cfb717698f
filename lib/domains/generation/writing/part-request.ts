import type { PartInput } from './parts-of-work'

/**
 * What a writer of one part is told beyond the plan: what is its own, what is there already, and that it meets the
 * others only there.
 */

const block = (path: string, content: string): string => `<file path="${path}">\n${content}</file>`

/** Files that others build on come first; those that do not fit are named. */
function givenText(given: ReadonlyMap<string, string>, maxChars: number): string {
  const shown: string[] = []
  const named: string[] = []
  let left = maxChars
  for (const [path, content] of given) {
    const text = block(path, content)
    if (text.length <= left) shown.push(text)
    else named.push(`- ${path}`)
    left -= Math.min(left, text.length)
  }
  return [...shown, ...(named.length === 0 ? [] : [`Also there, not shown:\n${named.join('\n')}`])].join('\n\n')
}

/** @param maxChars room for the files that are given */
export function partText({ of, given }: PartInput, maxChars: number): string {
  const folders = of.slugs.map((slug) => `"${slug}"`).join(', ')
  const own =
    of.slugs.length === 0
      ? 'what belongs to no entity'
      : `the entities with slug ${folders}${of.hasFrame ? ', and what belongs to no entity' : ''}`
  return [
    '# Your part',
    `Several writers of your kind write this project at the same time, each a part of it, and none sees the others' files. Your part: ${own}. This takes the place of "What you owe" above: write exactly the files listed below under "Files you owe", and what else only they need.`,
    `- Never import a file of another part. To show or add rows of an entity that is not yours inside one of your pages, write a component for it in your own folders.`,
    '- Your own components, reads and actions go into folders and files named by your slugs, as the contract says. Files of other parts are thrown away.',
    ...(given.size === 0
      ? []
      : [thereAlready(of.hasFrame), `# Files that are there already\n${givenText(given, maxChars)}`]),
  ].join('\n')
}

const thereAlready = (mayChange: boolean): string =>
  `- The files below are there already, finished, for all parts: import exactly what they export instead of writing it again.${mayChange ? ' You alone may restyle or extend them (whole, or by <edit>) where this application asks for it; every name that they export, and its props or parameters, stays as it is.' : ' Do not write them.'}`
