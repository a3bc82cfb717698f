/** The frame's own policy. Whatever runs in it reaches nothing: every script, style and picture comes as bytes. */
export const FRAME_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  "style-src 'unsafe-inline' blob: data:",
  'img-src blob: data:',
  'font-src blob: data:',
  'media-src blob: data:',
  'worker-src blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-forms',
].join('; ')

/**
 * What its policy says nothing of: peers, names looked up ahead. Nowhere, and no peer
 * (https://wicg.github.io/connection-allowlists/). Whatever the frame makes inherits it.
 */
export const FRAME_CONNECTIONS = '();webrtc=block'
