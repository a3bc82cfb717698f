/** One way past the policies, before it is a finding. */
export type Bypass = {
  rule: string
  /** What the finding points at in the migrations. */
  place: readonly ['table' | 'policy' | 'function', string]
  message: string
  hint: string
  /** What may be meant so warns. */
  severity?: 'error' | 'warning'
}
export type Take = (bypass: Bypass) => void
