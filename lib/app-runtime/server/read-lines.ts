import type { Duplex } from 'node:stream'

type LineReader = {
  onLine: (line: string) => void
  /** More was said than anybody reads; nothing is read any more. */
  onTooMuch: () => void
  /** Longest line, and everything in its life, in characters. */
  maxLine: number
  maxTotal: number
}

/** Reads what a process of somebody else's code says over its socket, a message a line, within bounds. */
export function readLines(socket: Duplex, { onLine, onTooMuch, maxLine, maxTotal }: LineReader): void {
  let rest: string[] = []
  let restLength = 0
  let total = 0
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    total += chunk.length
    const lines = chunk.split('\n')
    const last = lines.pop() ?? ''
    for (const line of lines) {
      onLine([...rest, line].join(''))
      rest = []
      restLength = 0
    }
    rest.push(last)
    restLength += last.length
    if (restLength <= maxLine && total <= maxTotal) return
    rest = []
    onTooMuch()
    socket.destroy()
  })
}
