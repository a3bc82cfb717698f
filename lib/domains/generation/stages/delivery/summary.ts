import type { Finding, Report } from '../../../evidence/contract'
import type { AppSpec } from '../../../spec/contract'
import { entityNames } from '../../../spec/names'
import type { RunContext } from '../plan'
import { askedLines, isAllProven, quoted, unchangedLines } from './asked-summary'

/** What Devora says when it hands something over: short, in the project's language, and honest about what failed. */

const TEXT = {
  en: {
    created: (name: string) => `Created ${name}`,
    scaffold: (name: string) => `Scaffold of ${name}, while the models write`,
    changed: (name: string) => `Changed ${name}`,
    opening: {
      app: {
        ready: (name: string) => `${name} is ready:`,
        built: (name: string) => `${name} is built:`,
        draft: (name: string) => `${name} is written but not finished:`,
      },
      site: {
        ready: (name: string) => `${name} is ready:`,
        built: (name: string) => `${name} is built:`,
        draft: (name: string) => `${name} is written but not finished:`,
      },
    },
    plainSite: 'a plain site',
    size: (pages: number, files: number) => `${pages} pages, ${files} files.`,
    outside: (names: string) => `These do not apply to a plain site: ${names}.`,
    proven: (checks: number) => `${checks} checks ran on exactly these files, and all passed.`,
    tests:
      'It comes with tests. The checks read them too; running them is yours: npm test, and npm run test:e2e for the browser.',
    failed: (names: string) => `These checks did not pass: ${names}. The report says where.`,
    conflicts: (paths: string) => `You had changed these files yourself, so I left them as they are: ${paths}.`,
    deleted: (paths: string) => `You had deleted these files, so I left them out: ${paths}.`,
    rewritten: (paths: string) =>
      `This change reached files that you had brought back from an earlier version, so I wrote them anew: ${paths}.`,
    ignored: (sentences: string) => `I found nothing to change in these words of yours: ${sentences}.`,
    unchanged: {
      said: 'Nothing was changed, and there is no new version.',
      builtin: (example: string) =>
        `Nothing was changed, and there is no new version: I did not understand what to change, or it is that way already. Say one change at a time and name what it is about, for example ${example}. To go back to an earlier state, restore it from the list of versions.`,
      model:
        'Nothing was changed, and there is no new version: every file came out as it was. Say more exactly what is to be different, and where.',
      app: (entities: string) =>
        `“add a phone number to ${entities}”, “remove ${entities}” or “make the buttons green”`,
      site: '“call it Blue Door”, “add a page about prices” or “make it dark blue”',
      entities: 'customers',
    },
    unused: {
      unseen: (names: string) => `I did not look at these images, because nothing in this run can see: ${names}.`,
      unread: (names: string) =>
        `I did not read these files, because the built-in generators only read short plain text: ${names}.`,
      instructions: (names: string) =>
        `I left these files out, because they are instructions for coding agents: ${names}.`,
      cut: (names: string) => `I read only the beginning of these files, because they are long: ${names}.`,
    },
    remarks: 'The reviewer also noted:',
    and: 'and',
  },
  es: {
    created: (name: string) => `${name}: creado`,
    scaffold: (name: string) => `${name}: andamiaje, mientras escriben los modelos`,
    changed: (name: string) => `${name}: cambiado`,
    opening: {
      app: {
        ready: (name: string) => `${name} está lista:`,
        built: (name: string) => `${name} está construida:`,
        draft: (name: string) => `${name} está escrita pero no terminada:`,
      },
      site: {
        ready: (name: string) => `${name} está listo:`,
        built: (name: string) => `${name} está construido:`,
        draft: (name: string) => `${name} está escrito pero no terminado:`,
      },
    },
    plainSite: 'un sitio sencillo',
    size: (pages: number, files: number) => `${pages} páginas, ${files} archivos.`,
    outside: (names: string) => `Estas no se aplican a un sitio sencillo: ${names}.`,
    proven: (checks: number) => `Se ejecutaron ${checks} comprobaciones sobre estos mismos archivos y todas pasaron.`,
    tests:
      'Incluye pruebas. Las comprobaciones también las leyeron; ejecutarlas es cosa tuya: npm test, y npm run test:e2e para el navegador.',
    failed: (names: string) => `Estas comprobaciones no pasaron: ${names}. El informe dice dónde.`,
    conflicts: (paths: string) => `Habías cambiado estos archivos, así que los dejé como están: ${paths}.`,
    deleted: (paths: string) => `Habías borrado estos archivos, así que los dejé fuera: ${paths}.`,
    rewritten: (paths: string) =>
      `Este cambio alcanzó archivos que habías recuperado de una versión anterior, así que los escribí de nuevo: ${paths}.`,
    ignored: (sentences: string) => `No encontré nada que cambiar en estas palabras tuyas: ${sentences}.`,
    unchanged: {
      said: 'No cambió nada y no hay versión nueva.',
      builtin: (example: string) =>
        `No cambió nada y no hay versión nueva: no entendí qué cambiar, o ya está así. Di un cambio a la vez y nombra de qué se trata, por ejemplo ${example}. Para volver a un estado anterior, restáuralo desde la lista de versiones.`,
      model:
        'No cambió nada y no hay versión nueva: todos los archivos quedaron como estaban. Di con más detalle qué debe ser distinto, y dónde.',
      app: (entities: string) => `«agrega un teléfono a ${entities}», «quita ${entities}» o «haz los botones verdes»`,
      site: '«llámalo Puerta Azul», «agrega una página sobre precios» o «hazlo azul oscuro»',
      entities: 'clientes',
    },
    unused: {
      unseen: (names: string) => `No miré estas imágenes, porque nada en esta ejecución puede ver: ${names}.`,
      unread: (names: string) =>
        `No leí estos archivos, porque los creadores integrados solo leen textos simples y cortos: ${names}.`,
      instructions: (names: string) =>
        `Dejé fuera estos archivos, porque son instrucciones para agentes de código: ${names}.`,
      cut: (names: string) => `Leí solo el principio de estos archivos, porque son largos: ${names}.`,
    },
    remarks: 'La revisión también señaló:',
    and: 'y',
  },
} as const

function list(items: string[], and: string): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${and} ${last}`
}

/**
 * How a message begins that hands something over. `ready`: all that was asked is proven; `draft`: a check found what
 * must not be.
 */
export const openingOf = (
  { locale, mode, name }: Pick<AppSpec, 'locale' | 'mode' | 'name'>,
  state: 'ready' | 'built' | 'draft',
): string => TEXT[locale].opening[mode === 'site' ? 'site' : 'app'][state](name)

/** Which of the attached files were not used, and why. */
function unusedIn(context: RunContext, spec: AppSpec): string[] {
  const text = TEXT[spec.locale].unused
  return (['unseen', 'unread', 'instructions', 'cut'] as const).flatMap((reason) => {
    const names = (context.attached?.unused ?? []).flatMap((one) => (one.reason === reason ? [one.name] : []))
    return names.length === 0 ? [] : [text[reason](names.join(', '))]
  })
}

/** Checks that nobody misses here: `build` runs on request, and of `behaviour` the lines about the asks say more. */
const UNTOLD: ReadonlySet<string> = new Set(['build', 'behaviour'])

export const summarise = {
  /** One line in the list of versions. */
  version: (context: RunContext, spec: AppSpec): string =>
    context.isNew ? TEXT[spec.locale].created(spec.name) : TEXT[spec.locale].changed(spec.name),

  /** The line of the version that stands in until the models are done. */
  scaffold: (spec: AppSpec): string => TEXT[spec.locale].scaffold(spec.name),

  /** The assistant's message in the conversation. */
  message(
    context: RunContext,
    spec: AppSpec,
    made: {
      files: number
      report: Report
      conflicts: string[]
      deleted: string[]
      rewritten: string[]
      ignored: string[]
      remarks: Finding[]
    },
  ): string {
    const text = TEXT[spec.locale]
    const entities = list(
      spec.entities.map((entity) => entityNames(entity).labelMany.toLowerCase()),
      text.and,
    )
    const ran = made.report.checks.filter((check) => check.status === 'passed' || check.status === 'failed')
    const bad = made.report.checks
      .filter((check) => check.status === 'failed' || check.status === 'error')
      .map((check) => check.check)
    const state = made.report.status === 'incomplete' ? 'draft' : isAllProven(made.report) ? 'ready' : 'built'
    const outside = made.report.checks.flatMap((one) =>
      one.outOfScope === undefined || UNTOLD.has(one.check) ? [] : [one.check],
    )
    const evidence = bad.length === 0 ? text.proven(ran.length) : text.failed(list(bad, text.and))
    const lines = [
      `${openingOf(spec, state)} ${spec.mode === 'site' ? text.plainSite : entities}. ${text.size(spec.pages.length, made.files)}`,
      outside.length === 0 ? evidence : `${evidence} ${text.outside(list(outside, text.and))}`,
    ]
    lines.splice(1, 0, ...askedLines(spec, made.report, context.previous))
    if (context.withTests) lines.push(text.tests)
    for (const of of ['conflicts', 'deleted', 'rewritten'] as const)
      if (made[of].length > 0) lines.push(text[of](made[of].join(', ')))
    if (made.ignored.length > 0) lines.push(text.ignored(made.ignored.map(quoted).join(', ')))
    lines.push(...unusedIn(context, spec))
    if (made.remarks.length > 0)
      lines.push(
        [text.remarks, ...made.remarks.map((one) => `- ${one.file ?? ''} ${one.message}`.replace(/\s+/g, ' '))].join(
          '\n',
        ),
      )
    return lines.join('\n\n')
  },

  /** The same for a run that came to nothing: that it did, and how to say what is wanted. */
  unchanged(context: RunContext, spec: AppSpec): string {
    const text = TEXT[spec.locale].unchanged
    const entity = spec.entities.find(({ table }) => table !== 'profiles')
    const entities = entity === undefined ? text.entities : entityNames(entity).labelMany.toLowerCase()
    const understood = context.model === null ? unchangedLines(spec, context.previous) : []
    const said =
      context.model === null ? text.builtin(spec.mode === 'site' ? text.site : text.app(entities)) : text.model
    return [...(understood.length > 0 ? [text.said, ...understood] : [said]), ...unusedIn(context, spec)].join('\n\n')
  },
}
