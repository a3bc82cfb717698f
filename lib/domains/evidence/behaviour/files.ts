import { deflateSync } from 'node:zlib'

/** Small real files to upload, by the ending of their name. */

const text = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(words))

/** Checksum of PNG's chunks. */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc(body))
  return Buffer.concat([length, body, sum])
}

/** Sixteen grey dots by sixteen. */
function png(): Uint8Array<ArrayBuffer> {
  const size = 16
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head[8] = 8
  const rows = Buffer.concat(
    Array.from({ length: size }, () => Buffer.concat([Buffer.alloc(1), Buffer.alloc(size, 128)])),
  )
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]))
}

/** One empty page. */
function pdf(): Uint8Array<ArrayBuffer> {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`
  return text(`${body}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`)
}

const KINDS: Readonly<Record<string, { type: string; make: () => Uint8Array<ArrayBuffer> }>> = {
  png: { type: 'image/png', make: png },
  pdf: { type: 'application/pdf', make: pdf },
  csv: { type: 'text/csv', make: () => text('name,value\none,1\ntwo,2\n') },
  txt: { type: 'text/plain', make: () => text('A few words.\n') },
  json: { type: 'application/json', make: () => text('{"name":"one"}\n') },
  md: { type: 'text/markdown', make: () => text('# A few words\n') },
  svg: {
    type: 'image/svg+xml',
    make: () =>
      text('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="16" height="16"/></svg>'),
  },
}

/** Null for an ending of which there is none. */
export function fileNamed(name: string): File | null {
  const kind = KINDS[name.slice(name.lastIndexOf('.') + 1)]
  return kind === undefined ? null : new File([kind.make()], name, { type: kind.type })
}
