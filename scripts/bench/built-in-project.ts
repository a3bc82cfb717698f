/** What the built-in generators write for a prompt: path → bytes. */
export { writeProject as builtInProject } from '../../lib/domains/generation/builtin/write-project.ts'

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
