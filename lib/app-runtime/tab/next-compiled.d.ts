/** Browser versions of Node's modules that Next ships with, for the same purpose. */
declare module 'next/dist/compiled/buffer' {
  export const Buffer: typeof globalThis.Buffer
  export const SlowBuffer: (size: number) => Buffer
}
declare module 'next/dist/compiled/events'
declare module 'next/dist/compiled/path-browserify'
declare module 'next/dist/compiled/querystring-es3'
declare module 'next/dist/compiled/stream-browserify'
declare module 'next/dist/compiled/string_decoder'
declare module 'next/dist/compiled/util'
