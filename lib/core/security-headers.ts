/** Sent with every answer, by Next (next.config.ts) and by what answers before it (lib/http/door.ts). */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Browsers ignore it over plain http, so a laptop without TLS is not locked out.
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Frame-Options': 'DENY',
}

/** The policy of what is data, also for a browser that is made to open it as a page. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

/**
 * Of a page that an application under check made (a picture of a scenario): it is the project's word, and runs no
 * script, sends no form, goes nowhere and loads nothing. `sandbox` makes it a page of no origin, also where somebody
 * opens it by its address.
 */
export const PICTURE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ')
