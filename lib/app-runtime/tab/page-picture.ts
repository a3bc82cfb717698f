/*
 * A picture of the document as it stands: its markup and styles, drawn by the browser as an image that can load
 * nothing, onto a canvas. It shows what the document says of itself, which a hostile one makes up as it likes.
 */

/** What does not show, or would have to be loaded. */
const UNSEEN = 'script, noscript, template, iframe, object, embed, video, audio, link, base'
/** The page as a desktop shows it, however narrow the frame is now: its styles are asked anew. */
const PAGE = { width: 1_200, height: 750 }
const PICTURE = { width: 800, height: 500 }
const SVG = 'http://www.w3.org/2000/svg'

/** WebP, of the upper part of the page; null where the browser cannot draw it. */
export async function takePicture(): Promise<ArrayBuffer | null> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(PAGE))}`
  try {
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), PICTURE)
    const context = canvas.getContext('2d')
    if (context === null) return null
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9))
    return (await blob?.arrayBuffer()) ?? null
  } catch {
    // A document that is no XML when it is written down, or a canvas that may not be read.
    return null
  }
}

function svgOf({ width, height }: { width: number; height: number }): string {
  const copy = document.documentElement.cloneNode(true) as HTMLElement
  putIn(copy)
  for (const one of copy.querySelectorAll(UNSEEN)) one.remove()
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  // What styles say of `:root` is said of this, and handed down.
  svg.setAttribute('class', document.documentElement.className)
  svg.setAttribute('style', document.documentElement.getAttribute('style') ?? '')
  const room = document.createElementNS(SVG, 'foreignObject')
  room.setAttribute('width', '100%')
  room.setAttribute('height', '100%')
  room.append(copy)
  svg.append(room)
  return new XMLSerializer().serializeToString(svg)
}

/** What is not in the markup of the document itself: what was typed, and pictures as bytes. */
function putIn(copy: HTMLElement): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
  for (const [index, field] of [...copy.querySelectorAll('input, textarea')].entries()) {
    const value = fields[index]?.value ?? ''
    if (fields[index]?.type === 'password') field.removeAttribute('value')
    else if (field.tagName === 'INPUT') field.setAttribute('value', value)
    else field.textContent = value
  }
  const images = [...document.querySelectorAll('img')]
  for (const [index, image] of [...copy.querySelectorAll('img')].entries()) {
    const shown = images[index]
    const address = shown === undefined ? null : bytesOf(shown)
    if (address === null) image.removeAttribute('src')
    else image.setAttribute('src', address)
    image.removeAttribute('srcset')
  }
}

const MAX_IMAGE = 1_600

function bytesOf(image: HTMLImageElement): string | null {
  const { naturalWidth: width, naturalHeight: height, src } = image
  if (src.startsWith('data:')) return src
  if (width === 0 || height === 0 || width > MAX_IMAGE || height > MAX_IMAGE) return null
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(image, 0, 0)
  return canvas.toDataURL()
}
