import type { Finding } from '../contract'
import { byCodeUnit } from '../paths'

/** The same findings always stand in the same order: errors first, then by place, rule and message. */
export const sortFindings = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      byCodeUnit(a.severity, b.severity) || // "error" before "warning"
      byCodeUnit(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      byCodeUnit(a.rule ?? '', b.rule ?? '') ||
      byCodeUnit(a.message, b.message),
  )
