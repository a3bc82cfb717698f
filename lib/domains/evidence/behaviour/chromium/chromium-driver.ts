import { mkdirSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { env } from 'node:process'
import { type Browser, chromium, selectors } from 'playwright-core'
import type { Fetched, StartDriver, ToDriver, What } from './driver-messages.ts'
import { Seat, type World } from './driver-seat.ts'
import { ENGINE } from './page-engine.ts'

/*
 * The process in which a project's client code runs: Chromium, and this program beside it, in the sandbox. What people
 * do there it is told over one socket (file descriptor 3), a JSON document a line, and tells what the page says then.
 * Every request of every page comes to a proxy here, one for each person, and is answered from the other side of the
 * socket: nothing else can be reached from here.
 */

const socket = new Socket({ fd: 3, readable: true, writable: true })
const say = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`)

let world: World
let asked = 0
const waiting = new Map<number, (answer: Fetched) => void>()
const seats = new Map<number, Seat>()

function askFor(person: number): World['ask'] {
  return (request) => {
    asked += 1
    const id = asked
    say({ type: 'fetch', id, person, ...request })
    return new Promise((resolve) => waiting.set(id, resolve))
  }
}

/** Without any font nothing has a size. The system's are not in the sandbox; ours come with the packages. */
function makeFonts(): void {
  const folder = `${process.cwd()}/node_modules/geist/dist/fonts/geist-sans`
  mkdirSync('/tmp/fonts', { recursive: true })
  writeFileSync(
    '/tmp/fonts/fonts.conf',
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
      <dir>/usr/share/fonts</dir><dir>${folder}</dir><cachedir>/tmp/fonts/cache</cachedir></fontconfig>`,
  )
  env['FONTCONFIG_FILE'] = '/tmp/fonts/fonts.conf'
}

async function start({ executable, flags, site, supabase }: StartDriver): Promise<void> {
  makeFonts()
  await selectors.register('devora', { content: ENGINE }, { contentScript: true })
  const browser: Browser = await chromium.launch({ executablePath: executable, args: flags, timeout: 30_000 })
  browser.on('disconnected', () => process.exit(1))
  world = { browser, site, supabase, ask: askFor(0) }
  say({ type: 'ready' })
}

async function act(person: number, what: What): Promise<unknown> {
  if (what.do === 'leave') {
    const all = [...seats.values()]
    seats.clear()
    await Promise.all(all.map((seat) => seat.leave()))
    return null
  }
  const seat = seats.get(person) ?? new Seat({ ...world, ask: askFor(person) })
  seats.set(person, seat)
  return seat.act(what)
}

async function perform({ id, person, what }: Extract<ToDriver, { type: 'do' }>): Promise<void> {
  try {
    say({ type: 'done', id, value: (await act(person, what)) ?? null })
  } catch (error) {
    say({ type: 'failed', id, message: error instanceof Error ? error.message.slice(0, 1_000) : 'unknown' })
  }
}

const broken = (error: unknown): void => {
  say({ type: 'broken', message: error instanceof Error ? error.message.slice(0, 2_000) : String(error) })
  socket.end(() => process.exit(1))
}

let rest = ''
function read(chunk: string): void {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    const message = JSON.parse(line) as ToDriver
    if (message.type === 'start') start(message).catch(broken)
    else if (message.type === 'do') void perform(message)
    else {
      waiting.get(message.id)?.(message)
      waiting.delete(message.id)
    }
  }
}

process.on('uncaughtException', broken)
process.on('unhandledRejection', broken)
socket.setEncoding('utf8')
socket.on('data', read)
socket.on('close', () => process.exit(0))
