import type { Step } from '../../spec/scenario.ts'

/** A step in words, after its person's name: "presses “Save”". */
export function describeStep(step: Step): string {
  const by = 'beside' in step && step.beside !== undefined ? ` beside “${step.beside}”` : ''
  switch (step.do) {
    case 'visit':
      return `opens ${step.path}`
    case 'note':
      return `notes the address as “${step.name}”`
    case 'follow':
      return `follows “${step.link}”${by}`
    case 'fill':
      return `fills in “${step.label}” with “${step.value}”${by}`
    case 'choose':
      return `chooses “${step.option}” for “${step.label}”${by}`
    case 'tick':
      return `${step.on === false ? 'clears' : 'ticks'} “${step.label}”${by}`
    case 'upload':
      return `uploads ${step.file} as “${step.label}”${by}`
    case 'press':
      return `presses “${step.button}”${by}`
    case 'drag':
      return `drags “${step.item}” onto “${step.onto}”`
    case 'wait':
      return `waits for “${step.until}”`
    case 'see':
      return `sees “${step.text}”${by}`
    case 'not_see':
      return `does not see “${step.text}”${by}`
    case 'order':
      return `sees in this order: ${step.texts.map((text) => `“${text}”`).join(', ')}`
    case 'see_colour':
      return `sees ${step.colour} ${step.of === 'background' ? 'behind the page' : 'on a button, a link or a bar'}`
    case 'count':
      return `sees “${step.text}” ${step.is} times`
    case 'refused':
      return 'is refused'
    case 'download':
      return `downloads “${step.from}”${by} and finds “${step.text}” in it`
  }
}
