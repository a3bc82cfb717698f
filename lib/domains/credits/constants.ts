/** Amounts of credits, for pages too: these do not load the contract with its schemas. Browser-safe. */

/**
 * What a run may spend on models unless its user says otherwise: of what the installation pays for, half of a month's
 * free credit; on a key of their own, enough for an application and its fixes by a large model.
 */
export const DEFAULT_RUN_BUDGET_MICROS = { installation: 500_000, maker: 2_000_000 } as const
