/**
 * What the studio shows. The one answer to "which version is this?": label, tree, code, report and diff all ask here.
 * `run`: a run that is going, whose files lie over those of the version; null: the version as it is stored.
 */
export type Shown = { version: number; run: string | null }

/** A version that an address asks for; null for none, and for one that there is not. Pure. */
export function wantedVersion(text: string | null | undefined, current: number): number | null {
  const number = /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null
  return number !== null && number <= current ? number : null
}

/** Whoever chose a version stays with it, whatever runs end meanwhile; everybody else sees what is newest. Pure. */
export function shownVersion(input: { wanted: number | null; current: number; liveRun: string | null }): Shown {
  const { wanted, current, liveRun } = input
  if (wanted !== null && (wanted !== current || liveRun !== null)) return { version: wanted, run: null }
  return { version: current, run: liveRun }
}
