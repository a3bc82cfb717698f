import type { AppSpec, Field } from '../../../spec/contract'
import { demoPeople } from '../../../spec/demo-people'
import { entityNames } from '../../../spec/names'
import { code } from '../code'
import { hasTests } from './package-file'

/**
 * `README.md` of a generated project, in the project's language: what it is, what it holds, who may do what, and how to
 * run it.
 */
type Words = Record<
  | 'made'
  | 'pages'
  | 'address'
  | 'shows'
  | 'who'
  | 'data'
  | 'rights'
  | 'run'
  | 'deploy'
  | 'map'
  | 'everyone'
  | 'signedIn'
  | 'admins'
  | 'required'
  | 'optional'
  | 'each'
  | 'anon'
  | 'owner'
  | 'other'
  | 'member'
  | 'admin'
  | 'former'
  | 'read'
  | 'insert'
  | 'update'
  | 'delete'
  | 'table'
  | 'nothing'
  | 'onlyWhere'
  | 'api'
  | 'tests',
  string
>

const EN: Words = {
  made: 'Made with Devora from this request:',
  pages: 'Pages',
  address: 'Address',
  shows: 'Shows',
  who: 'For',
  data: 'Data',
  rights: 'Who may do what',
  run: 'Run it on your machine',
  deploy: 'Put it online',
  map: 'Where things are',
  everyone: 'everyone',
  signedIn: 'signed-in people',
  admins: 'admins',
  required: 'required',
  optional: 'optional',
  each: 'Every row also has `id` and `created_at`.',
  anon: 'Visitor',
  owner: 'Owner',
  other: 'Other member',
  member: 'Team member',
  admin: 'Admin',
  former: 'Former member',
  read: 'read',
  insert: 'create',
  update: 'change',
  delete: 'delete',
  table: 'Table',
  nothing: '–',
  onlyWhere: 'people who do not own a row read it only where',
  api: 'API',
  tests: 'Tests',
}

const ES: Words = {
  made: 'Hecho con Devora a partir de esta petición:',
  pages: 'Páginas',
  address: 'Dirección',
  shows: 'Muestra',
  who: 'Para',
  data: 'Datos',
  rights: 'Quién puede hacer qué',
  run: 'Ejecutarlo en su equipo',
  deploy: 'Publicarlo',
  map: 'Dónde está cada cosa',
  everyone: 'todo el mundo',
  signedIn: 'personas con sesión',
  admins: 'administración',
  required: 'obligatorio',
  optional: 'opcional',
  each: 'Cada fila tiene además `id` y `created_at`.',
  anon: 'Visitante',
  owner: 'Dueño',
  other: 'Otro miembro',
  member: 'Miembro del equipo',
  admin: 'Administración',
  former: 'Antiguo miembro',
  read: 'leer',
  insert: 'crear',
  update: 'cambiar',
  delete: 'borrar',
  table: 'Tabla',
  nothing: '–',
  onlyWhere: 'quien no es dueño de una fila solo la lee si se cumple',
  api: 'API',
  tests: 'Pruebas',
}

const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`
const head = (...cells: string[]): string[] => [row(...cells), row(...cells.map(() => '---'))]

const audience = (auth: string | undefined, words: Words): string =>
  auth === 'admin' ? words.admins : auth === 'user' ? words.signedIn : words.everyone

const pagesTable = (spec: AppSpec, words: Words): string[] => [
  ...head(words.address, words.shows, words.who),
  ...spec.pages.map((page) =>
    row(
      `\`${page.path}\``,
      page.title === undefined ? page.purpose : `**${page.title}**: ${page.purpose}`,
      audience(page.auth, words),
    ),
  ),
]

function fieldLine(field: Field, words: Words): string {
  const kind = field.type === 'reference' ? `→ \`${field.references ?? ''}\`` : field.type
  const details = [
    kind,
    field.unit,
    field.values?.join(' / '),
    field.required === true ? words.required : words.optional,
  ].filter(Boolean)
  return `- \`${field.column}\`: ${details.join(', ')}`
}

const dataSection = (spec: AppSpec, words: Words): string[] =>
  spec.entities.flatMap((entity) => [
    `### ${entityNames(entity).labelMany} (\`${entity.table}\`)`,
    '',
    ...entity.fields.map((field) => fieldLine(field, words)),
    '',
  ])

function rightsTable(spec: AppSpec, words: Words): string[] {
  const roles = (['anon', 'owner', 'other', 'member', 'admin', 'former'] as const).filter((role) =>
    spec.access.some((rule) => (rule.allow[role]?.length ?? 0) > 0),
  )
  const rights = (operations: readonly string[] | undefined): string =>
    (['read', 'insert', 'update', 'delete'] as const)
      .filter((operation) => operations?.includes(operation))
      .map((operation) => words[operation])
      .join(', ') || words.nothing
  const conditions = spec.access
    .filter((rule) => rule.readWhere !== undefined)
    .map(
      (rule) =>
        `- \`${rule.table}\`: ${words.onlyWhere} \`${(rule.readWhere ?? '').replaceAll(':other', 'auth.uid()')}\`.`,
    )
  return [
    ...head(words.table, ...roles.map((role) => words[role])),
    ...spec.access.map((rule) => row(`\`${rule.table}\``, ...roles.map((role) => rights(rule.allow[role])))),
    ...(conditions.length === 0 ? [] : ['', ...conditions]),
  ]
}

const hasAdmin = (spec: AppSpec): boolean => spec.access.some((rule) => (rule.allow.admin?.length ?? 0) > 0)

/** Who can sign in at once, in a sentence; nobody in a project without accounts. */
function demoLine(spec: AppSpec): string {
  const people = demoPeople(spec)
  const [first] = people
  if (first === undefined) return ''
  const isOne = people.every(({ password }) => password === first.password)
  const list = people
    .map(({ email, password, role }) => {
      const right = role === undefined ? '' : ` (${spec.locale === 'es' ? 'administración' : role})`
      return `\`${email}\`${right}${isOne ? '' : `, \`${password}\``}`
    })
    .join(', ')
  return spec.locale === 'es'
    ? `Para probarla, entre como ${list}${isOne ? `; la contraseña es \`${first.password}\`` : ''}. Estas personas solo pueden entrar en la base de datos local.`
    : `To try it, sign in as ${list}${isOne ? `; the password is \`${first.password}\`` : ''}. These people can sign in on the local database only.`
}

const runEnglish = (spec: AppSpec): string => code`
  You need Node.js 22 or newer; no account, no Docker:

  \`\`\`sh
  npm install
  npm run dev
  \`\`\`

  Open the address that it prints. A local Supabase runs beside the app (\`scripts/local-supabase.mjs\`, which every download brings): the tables are made,
  example rows are there, what is stored stays in \`.supabase/\`, and mails appear in the terminal. \`npm run db:reset\` makes the database anew.

  ${demoLine(spec)}

  ### With a project at Supabase

  1. Copy \`.env.example\` to \`.env\` and fill in the address and the anon (publishable) key of your [Supabase](https://supabase.com) project. \`npm run dev\` then starts the app only.
  2. Link the project and create the tables: \`npx supabase login\`, \`npx supabase link\`, \`npx supabase db push\`.
     Without the command line: open the SQL editor in Supabase and run the files of \`supabase/migrations\` in order.
  3. \`supabase/seed.sql\` is for trying things out: leave it away where real people sign in.
  ${hasAdmin(spec) ? '\nTo make somebody an admin, run this in the SQL editor; it counts from the next sign-in:\n\n```sql\nupdate auth.users set raw_app_meta_data = raw_app_meta_data || \'{"role": "admin"}\' where email = \'you@example.com\';\n```' : ''}
`

const runSpanish = (spec: AppSpec): string => code`
  Necesita Node.js 22 o más nuevo; ninguna cuenta, nada de Docker:

  \`\`\`sh
  npm install
  npm run dev
  \`\`\`

  Abra la dirección que muestra. Junto a la aplicación funciona un Supabase local (\`scripts/local-supabase.mjs\`, que viene en cada descarga): las tablas están
  creadas, hay filas de ejemplo, lo que se guarda queda en \`.supabase/\` y los correos aparecen en la terminal. \`npm run db:reset\` crea la base de datos de nuevo.

  ${demoLine(spec)}

  ### Con un proyecto de Supabase

  1. Copie \`.env.example\` a \`.env\` y escriba la dirección y la clave anon (publishable) de su proyecto de [Supabase](https://supabase.com). \`npm run dev\` inicia entonces solo la aplicación.
  2. Enlace el proyecto y cree las tablas: \`npx supabase login\`, \`npx supabase link\`, \`npx supabase db push\`.
     Sin la línea de comandos: abra el editor SQL de Supabase y ejecute en orden los archivos de \`supabase/migrations\`.
  3. \`supabase/seed.sql\` es para hacer pruebas: no lo ejecute donde entran personas de verdad.
  ${hasAdmin(spec) ? '\nPara dar permisos de administración, ejecute esto en el editor SQL; cuenta desde el próximo inicio de sesión:\n\n```sql\nupdate auth.users set raw_app_meta_data = raw_app_meta_data || \'{"role": "admin"}\' where email = \'usted@example.com\';\n```' : ''}
`

const deployText = (spec: AppSpec): string =>
  spec.locale === 'es'
    ? 'Impórtelo en Vercel (o en cualquier servidor con Node.js: `npm run build`, `npm start`), defina las mismas variables que en `.env` y añada la dirección pública en Supabase en Authentication → URL Configuration, con `/auth/confirm` entre las direcciones permitidas.'
    : 'Import it into Vercel (or any server with Node.js: `npm run build`, `npm start`), set the same variables as in `.env`, and add the public address in Supabase under Authentication → URL Configuration, with `/auth/confirm` among the redirect addresses.'

/** How the tests are run; only a project that has them says so. */
const testLines = (spec: AppSpec): string[] =>
  spec.locale === 'es'
    ? [
        '- `npm test`: Vitest, sin base de datos ni red (`tests/unit`).',
        '- `npm run test:e2e`: compila la aplicación y la prueba en un navegador con Playwright (`tests/e2e`); la primera vez, `npx playwright install chromium`. Inicia para ello el Supabase local y entra como una persona de prueba; con un Supabase propio, como la de `TEST_EMAIL` y `TEST_PASSWORD`. `PLAYWRIGHT_BASE_URL` prueba una aplicación que ya está en marcha.',
      ]
    : [
        '- `npm test`: Vitest, without a database or network (`tests/unit`).',
        '- `npm run test:e2e`: builds the app and tries it in a browser with Playwright (`tests/e2e`); before the first time, `npx playwright install chromium`. It starts the local Supabase for that and signs in as a demo person; with a Supabase of yours as the one of `TEST_EMAIL` and `TEST_PASSWORD`. `PLAYWRIGHT_BASE_URL` tries an app that is running already.',
      ]

const mapLines = (spec: AppSpec): string[] =>
  spec.locale === 'es'
    ? [
        '- `app/`: páginas y rutas; `components/`: lo que se ve; `lib/data/`: lecturas; `lib/actions/`: escrituras de los formularios; `lib/validation/`: qué se acepta.',
        '- `supabase/migrations/`: tablas, permisos y políticas; `lib/database.types.ts`: sus tipos (se pueden rehacer con `npx supabase gen types typescript --linked`).',
        '- `devora.json`: el plan de la aplicación y la matriz de acceso que se comprueba.',
      ]
    : [
        '- `app/`: pages and routes; `components/`: what is seen; `lib/data/`: reads; `lib/actions/`: what forms write; `lib/validation/`: what is accepted.',
        '- `supabase/migrations/`: tables, grants and policies; `lib/database.types.ts`: their types (`npx supabase gen types typescript --linked` makes them anew).',
        '- `devora.json`: the plan of the app and the access matrix that is checked.',
      ]

export function readme(spec: AppSpec): string {
  const words = spec.locale === 'es' ? ES : EN
  const quoted = spec.prompt
    .trim()
    .split('\n')
    .map((line) => `> ${line.trim()}`.trimEnd())
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]
  return [
    `# ${cell(spec.name)}`,
    '',
    words.made,
    '',
    ...quoted,
    ...section(words.run, [(spec.locale === 'es' ? runSpanish(spec) : runEnglish(spec)).replaceAll('\\`', '`')]),
    ...section(words.tests, hasTests(spec) ? testLines(spec) : []),
    ...section(words.deploy, [deployText(spec)]),
    ...section(words.pages, pagesTable(spec, words)),
    ...section(
      words.data,
      spec.entities.length === 0 ? [] : [words.each, '', ...dataSection(spec, words)].slice(0, -1),
    ),
    ...section(words.rights, spec.access.length === 0 ? [] : rightsTable(spec, words)),
    ...section(
      words.api,
      spec.routes.length === 0
        ? []
        : [
            ...head('', words.address, words.who),
            ...spec.routes.map((route) => row(route.method, `\`${route.path}\``, audience(route.auth, words))),
          ],
    ),
    ...section(words.map, mapLines(spec)),
  ]
    .join('\n')
    .concat('\n')
}
