import type { Check } from '../check'
export const confined = (check: Check): Check => check
