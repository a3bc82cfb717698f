/**
 * As an inline script, before all others: a form of ours (`Form`) that is sent before it listens is noted instead, and
 * sent when it does.
 */
export const EARLY_SUBMITS = `addEventListener('submit', (event) => {
  const { dataset } = event.target
  if (dataset.form === undefined || dataset.listens !== undefined) return
  event.preventDefault()
  dataset.early = ''
}, true)`
