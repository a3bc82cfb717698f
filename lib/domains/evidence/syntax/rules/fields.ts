import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { bare } from '../static-value.ts'
import { type Ancestors, type Node, walk } from '../walk.ts'
import { attributes, componentOf, type Element, elementName, hasSpread, literal } from './controls.ts'

/**
 * Every field of a form has a name that a screen reader can say: a label around it or for it, or one in words (WCAG
 * 1.3.1, 4.1.2).
 */

const FIELDS = /^(?:input|select|textarea)$/
/** Components by these names are fields when the project's own file renders one and passes its props on. */
const COMPONENTS = /^(?:Input|Textarea|TextArea|TextInput|NativeSelect)$/
/** Inputs that say by themselves what they are, or that nobody sees. */
const NO_LABEL = new Set(['hidden', 'submit', 'reset', 'button', 'image'])
/**
 * Around a field these give it its name: HTML's own, and the parts of form libraries that wire label and field
 * together.
 */
const NAMES = /^label$|Label|Field|Form(?:Item|Control|Group|Row)|InputGroup|Control$/

const isEmpty = (value: Node | null | undefined): boolean => literal(value)?.trim() === ''
const parents = (ancestors: Ancestors): string[] =>
  ancestors.flatMap((one) => (one.type === 'JSXElement' ? [fullName(one.openingElement)] : []))
const fullName = (node: Element): string => {
  const { name } = node
  return name.type === 'JSXMemberExpression' ? name.property.name : elementName(node)
}

type Labels = { ids: ReadonlySet<string>; wrapped: ReadonlySet<string> }

/** The ids that some label of the project is for, and the components that stand inside a label somewhere. */
function labelsOf(model: AppModel): Labels {
  const ids = new Set<string>()
  const wrapped = new Set<string>()
  for (const module of model.modules.values())
    walk(module.source.program, (node, ancestors) => {
      if (node.type !== 'JSXOpeningElement') return
      const all = attributes(node)
      for (const key of ['htmlFor', 'for']) {
        const id = literal(all.get(key))
        if (id !== undefined) ids.add(id)
      }
      if (
        /^[A-Z]/.test(elementName(node)) &&
        parents(ancestors)
          .slice(0, -1)
          .some((name) => NAMES.test(name))
      )
        wrapped.add(elementName(node))
    })
  return { ids, wrapped }
}

/** Whether a component of the project renders a field and hands its props to it. */
function isOwnField(model: AppModel, module: AppModule, name: string): boolean {
  const edge = module.edges.find((one) => one.import.names.some(({ local }) => local === name))
  const home = edge && model.modules.get(edge.to)
  let passes = false
  let labels = false
  if (home)
    walk(home.source.program, (node) => {
      if (node.type !== 'JSXOpeningElement') return
      if (FIELDS.test(elementName(node)) && hasSpread(node)) passes = true
      if (NAMES.test(elementName(node))) labels = true
    })
  return passes && !labels
}

/** Nobody is meant to meet it: no class of a look, a file picker behind a button, a trap for robots. */
function isUnseen(all: ReadonlyMap<string, Node | null>): boolean {
  if (all.has('hidden') || all.has('aria-hidden')) return true
  if (/(?:^|\s)hidden(?:\s|$)/.test(literal(all.get('className')) ?? '')) return true
  const style = bare(all.get('style'))
  return (
    style?.type === 'ObjectExpression' &&
    style.properties.some(
      (one) =>
        one.type === 'Property' &&
        one.key.type === 'Identifier' &&
        /^(?:display|visibility)$/.test(one.key.name) &&
        /^(?:none|hidden)$/.test(literal(one.value) ?? ''),
    )
  )
}

export function fieldFindings(model: AppModel): Finding[] {
  const labels = labelsOf(model)
  const findings: Finding[] = []
  for (const module of model.modules.values())
    walk(module.source.program, (node, ancestors) => {
      if (node.type !== 'JSXOpeningElement') return
      const name = elementName(node)
      if (FIELDS.test(name) || (COMPONENTS.test(name) && isOwnField(model, module, name)))
        findings.push(...fieldFinding(model, module, node, ancestors, labels))
    })
  return findings
}

function fieldFinding(
  model: AppModel,
  module: AppModule,
  node: Element,
  ancestors: Ancestors,
  labels: Labels,
): Finding[] {
  if (hasSpread(node)) return []
  const name = elementName(node)
  const all = attributes(node)
  const type = literal(all.get('type'))
  if ((all.has('type') && type === undefined) || NO_LABEL.has(type ?? '') || isUnseen(all)) return []
  if (['aria-label', 'aria-labelledby', 'title', 'label'].some((key) => all.has(key) && !isEmpty(all.get(key))))
    return []
  if (
    parents(ancestors)
      .slice(0, -1)
      .some((one) => NAMES.test(one)) ||
    labels.wrapped.has(componentOf(ancestors))
  )
    return []
  const id = literal(all.get('id'))
  // An id that is computed or handed in belongs to a label that may be anywhere.
  if (all.has('id') && (id === undefined || labels.ids.has(id))) return []
  const hint = `Write <label htmlFor="…"> with the id of the <${name}>, put the <${name}> into its label, or give it an aria-label.`
  // Browsers fall back to the placeholder, which is gone as soon as somebody types.
  if (all.has('placeholder') && !isEmpty(all.get('placeholder')))
    return [
      model.report(
        'lint',
        'placeholder-as-label',
        module,
        node,
        `The <${name}> has no label but its placeholder, which disappears while typing (3.3.2).`,
        { severity: 'warning', hint },
      ),
    ]
  const message =
    id === undefined
      ? `The <${name}> has no label (1.3.1, 4.1.2).`
      : `The <${name}> has no label: none is for its id "${id}" (1.3.1, 4.1.2).`
  return [model.report('lint', 'missing-label', module, node, message, { hint })]
}
