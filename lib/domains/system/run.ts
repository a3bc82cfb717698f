import type { Ctx } from '../../context'
import { defineSchedule } from '../../engine/define'
import { SWEEP_KINDS, sweepExpired } from './sweep-expired'

/** Every hour, at a minute at which nobody else begins. */
const HOURLY = '17 * * * *'

/** Registers the run that deletes what has expired; each kind is a step, so a killed one goes on where it was. */
export const defineSweep = (ctx: Ctx): void =>
  defineSchedule('system.sweep', HOURLY, async (scope) => {
    for (const kind of SWEEP_KINDS) await scope.step(kind, () => sweepExpired(ctx, kind))
  })
