/** The stage that writes tests; also the owner of its files, and the name of its generator in `devora.json`. */
export const TESTS = 'tests'

/** The second and the third call of a model architect, on the page and on the bill. */
export const PAGES = 'pages'
export const ASKS = 'asks'

/** The name of a stage in a round of repair, on the page and on the bill: "frontend", "frontend (fix 1)". */
export const stageOf = (name: string, round: number): string => (round === 0 ? name : `${name} (fix ${round})`)
