import type { Check } from '../check.ts'

/**
 * The pages of the spec rendered in the live preview. The preview comes with the studio; until then nothing can run
 * here.
 */
export const preview: Check = {
  name: 'preview',
  run: async () => ({ status: 'unavailable', findings: [] }),
}
