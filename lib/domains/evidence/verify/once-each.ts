import type { AskResult } from '../contract'

/** Tells of an ask only what was not the last thing told of it. */
export function onceEach(onAsk: ((result: AskResult) => void) | undefined): (result: AskResult) => void {
  const told = new Map<string, AskResult['status']>()
  return (result) => {
    if (told.get(result.id) === result.status) return
    told.set(result.id, result.status)
    onAsk?.(result)
  }
}
