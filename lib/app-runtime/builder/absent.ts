import escapePattern from 'escape-string-regexp'
import type { PluginBuild } from 'esbuild'
import { packageOf } from './packages.ts'
import { type Project, SCRIPT } from './project.ts'

/*
 * Packages that a project names in its package.json and a preview has not. What does not need them works: a module
 * stands in for each, whose components show what is in them, and whose functions say that they are not there.
 */

const ABSENT = 'absent-package'

/**
 * Notes a package that the project says it has, and a preview has not.
 * @returns false for any other import that leads nowhere, which is a mistake
 */
export function noteAbsent(project: Project, specifier: string): boolean {
  const name = packageOf(specifier)
  if (!project.packages.has(name)) return false
  project.absent.add(name)
  return true
}

/** Where an import of such a package leads; null for any other. */
export const standInFor = (project: Project, specifier: string): { path: string; namespace: string } | null =>
  noteAbsent(project, specifier) ? { path: specifier, namespace: ABSENT } : null

export function loadAbsent(build: PluginBuild, project: Project): void {
  build.onLoad({ filter: /.*/, namespace: ABSENT }, ({ path }) => ({
    contents: standIn(path, componentsOf(project, path)),
    loader: 'js',
  }))
}

const MAX_LIST = 2_000

/** Names (`default` for its own) under which the project's files use something of a package as a component. */
function componentsOf(project: Project, specifier: string): string[] {
  const components = new Set<string>()
  const quoted = escapePattern(specifier)
  const imports = new RegExp(`\\bimport\\s([^'";]{1,${MAX_LIST}})\\sfrom\\s*['"]${quoted}['"]`, 'g')
  for (const path of project.contents.keys()) {
    if (!SCRIPT.test(path)) continue
    const text = project.text(path)
    if (!text.includes(specifier)) continue
    for (const [, clause] of text.matchAll(imports))
      for (const [name, local] of namesIn(clause ?? '')) if (isTag(text, local)) components.add(name)
  }
  return [...components]
}

/** What an import's clause binds: its name in the package, and the one in the file. */
function namesIn(clause: string): [name: string, local: string][] {
  const [head = '', list = ''] = clause.split('{')
  const own = head.replace(',', '').trim()
  const named = list.replace('}', '').split(',')
  return [
    ...(/^[\w$]+$/.test(own) ? [['default', own] as [string, string]] : []),
    ...named.flatMap((one): [string, string][] => {
      const [, name, local] = /^\s*([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(one) ?? []
      return name === undefined ? [] : [[name, local ?? name]]
    }),
  ]
}

const isTag = (text: string, name: string): boolean =>
  text.includes(`<${name}`) && new RegExp(`<${name.replaceAll('$', '\\$')}[\\s/>]`).test(text)

/** The prototype answers for every name that the project asks for, however it imports it. */
const standIn = (specifier: string, components: readonly string[]): string => `
const components = new Set(${JSON.stringify(components)})
const show = ({ children } = {}) => children ?? null
const say = () => { throw new Error(${JSON.stringify(`"${specifier}" is none of the packages that a preview has.`)}) }
const get = (_, name) => {
  if (name === '__esModule') return true
  if (typeof name !== 'string' || name === 'then') return undefined
  return components.has(name) ? show : new Proxy(say, { get: (_, part) => part === 'prototype' ? say.prototype : say })
}
module.exports = Object.create(new Proxy({}, { get }))`
