/** What the terminal says, in the language of the project. */
const EN = {
  node: (version: string) => `This needs Node.js 22 or newer; this is ${version}.`,
  half: (set: string, missing: string) =>
    `${set} is set and ${missing} is not. Set both to use a Supabase of yours, or neither for a local one.`,
  remote: (url: string, where: string) => `Using the Supabase at ${url} (${where}); no local one is started.`,
  running: (pid: number) =>
    `The local Supabase of this folder is running already (process ${pid}). End that one first, with Ctrl-C where it was started.`,
  beside: (pid: number) => `Using the local Supabase that is running already (process ${pid}).`,
  runningReset: (pid: number) => `End the local Supabase first (process ${pid}); then its data can be removed.`,
  making: 'Making a local Supabase in .supabase/ (once; this takes a few seconds) …',
  opening: 'Starting the local Supabase …',
  unreadable: (why: string) =>
    `The local data cannot be opened: ${why}\n\`npm run db:reset\` makes it anew; local rows are lost then.`,
  applied: (file: string) => `applied  ${file}`,
  seeded: (file: string) => `seeded   ${file}`,
  sqlFailed: (place: string, message: string) => `${place}: ${message}`,
  migrationFailed: 'Nothing of that migration was kept. Correct it and start again.',
  seedFailed: 'Nothing of the seed was kept; it is tried again at the next start.',
  changed: (file: string) =>
    `${file} was changed after it was applied; the local database is as before. Put the change into a new migration,\n  or run \`npm run db:reset\`: it makes the local database anew, and local rows are lost.`,
  removed: (file: string) =>
    `${file} was applied and is gone. \`npm run db:reset\` makes the local database anew, without it.`,
  seedChanged: (file: string) =>
    `${file} was changed after it was run. \`npm run db:reset\` runs it again, on an empty database.`,
  portTaken: (port: number, other: number) => `Port ${port} is taken; using ${other}.`,
  noPort: (port: number) => `No free port from ${port} on.`,
  ready: (url: string) => `Local Supabase: ${url}, data in .supabase/; \`npm run db:reset\` makes it anew.`,
  demo: (people: string) => `Sign in as ${people}.`,
  person: (email: string, password: string, role?: string) =>
    `${email} / ${password}${role === undefined ? '' : ` (${role})`}`,
  mails: 'Mails are not sent: they appear here.',
  mail: (to: string, subject: string) => `Mail to ${to}: ${subject}`,
  code: (code: string) => `code ${code}`,
  reset: 'The local database was removed. The next `npm run dev` makes it anew.',
  nothingToReset: 'There is no local database.',
  noCommand: (command: string) => `"${command}" cannot be started. Run \`npm install\` first.`,
}
export type Texts = typeof EN

const ES: Texts = {
  node: (version) => `Se necesita Node.js 22 o más nuevo; este es ${version}.`,
  half: (set, missing) =>
    `${set} está definida y ${missing} no. Defina las dos para usar un Supabase suyo, o ninguna para uno local.`,
  remote: (url, where) => `Se usa el Supabase de ${url} (${where}); no se inicia uno local.`,
  running: (pid) =>
    `El Supabase local de esta carpeta ya está en marcha (proceso ${pid}). Termínelo primero, con Ctrl-C donde se inició.`,
  beside: (pid) => `Se usa el Supabase local que ya está en marcha (proceso ${pid}).`,
  runningReset: (pid) => `Termine primero el Supabase local (proceso ${pid}); después se pueden borrar sus datos.`,
  making: 'Creando un Supabase local en .supabase/ (una sola vez; tarda unos segundos) …',
  opening: 'Iniciando el Supabase local …',
  unreadable: (why) =>
    `No se pueden abrir los datos locales: ${why}\n\`npm run db:reset\` los crea de nuevo; las filas locales se pierden.`,
  applied: (file) => `aplicada  ${file}`,
  seeded: (file) => `ejecutado ${file}`,
  sqlFailed: (place, message) => `${place}: ${message}`,
  migrationFailed: 'No quedó nada de esa migración. Corríjala e inicie de nuevo.',
  seedFailed: 'No quedó nada de los datos de ejemplo; se intentará en el próximo inicio.',
  changed: (file) =>
    `${file} cambió después de aplicarse; la base local sigue como antes. Ponga el cambio en una migración nueva,\n  o ejecute \`npm run db:reset\`: crea la base local de nuevo, y las filas locales se pierden.`,
  removed: (file) => `${file} se aplicó y ya no está. \`npm run db:reset\` crea la base local de nuevo, sin ella.`,
  seedChanged: (file) =>
    `${file} cambió después de ejecutarse. \`npm run db:reset\` lo ejecuta otra vez, en una base vacía.`,
  portTaken: (port, other) => `El puerto ${port} está ocupado; se usa ${other}.`,
  noPort: (port) => `No hay ningún puerto libre desde ${port}.`,
  ready: (url) => `Supabase local: ${url}, datos en .supabase/; \`npm run db:reset\` lo crea de nuevo.`,
  demo: (people) => `Puede entrar como ${people}.`,
  person: (email, password, role) => `${email} / ${password}${role === undefined ? '' : ` (${role})`}`,
  mails: 'Los correos no se envían: aparecen aquí.',
  mail: (to, subject) => `Correo para ${to}: ${subject}`,
  code: (code) => `código ${code}`,
  reset: 'La base de datos local se borró. El próximo `npm run dev` la crea de nuevo.',
  nothingToReset: 'No hay ninguna base de datos local.',
  noCommand: (command) => `No se puede iniciar "${command}". Ejecute primero \`npm install\`.`,
}

export const textsFor = (locale: 'en' | 'es'): Texts => (locale === 'es' ? ES : EN)
