/**
 * What a control says of an ask, in the language of its project: its owner reads it beside their own words, in the
 * report and in the conversation.
 */
const TEXTS = {
  en: {
    without: (what: string) => `It also passes without ${what}.`,
    notAgain: 'It passed once and failed another time.',
    noControl: 'It passes, and there is no way to show that it would not pass without it.',
    rows: (table: string) => `the rows of ${table}`,
    changing: (table: string) => `changing ${table}`,
    deleting: (table: string) => `deleting from ${table}`,
    access: (table: string) => `the access to ${table}`,
    page: (path: string) => `the page ${path}`,
    absence: (words: string) => `the absence of “${words}”`,
    texts: 'its texts',
    colours: 'its styles',
    name: 'its name',
    choice: 'what is searched for or sorted by',
    rule: 'the rule',
  },
  es: {
    without: (what: string) => `También pasa sin ${what}.`,
    notAgain: 'Pasó una vez y falló otra.',
    noControl: 'Pasa, y no hay manera de mostrar que sin ello no pasaría.',
    rows: (table: string) => `las filas de ${table}`,
    changing: (table: string) => `cambiar ${table}`,
    deleting: (table: string) => `borrar de ${table}`,
    access: (table: string) => `el acceso a ${table}`,
    page: (path: string) => `la página ${path}`,
    absence: (words: string) => `la ausencia de “${words}”`,
    texts: 'sus textos',
    colours: 'sus estilos',
    name: 'su nombre',
    choice: 'lo que se busca o por lo que se ordena',
    rule: 'la regla',
  },
} as const

type ControlTexts = (typeof TEXTS)['en' | 'es']

/** English where a project does not say its language. */
export const controlTexts = (locale: 'en' | 'es' = 'en'): ControlTexts => TEXTS[locale]
