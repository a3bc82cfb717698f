import type { Step } from '@/lib/domains/spec/scenario'

/** Scenarios and pages of which only a browser knows what they do. */

export const scenario = (...steps: Step[]): { title: string; steps: Step[] }[] => [{ title: 'It is so', steps }]

/** On the page `/game` of the project `board`. */
export const PLAYS: Step[] = [
  { do: 'visit', path: '/game' },
  { do: 'press', button: 'Count' },
  { do: 'press', button: 'Count' },
  { do: 'see', text: 'Counted 2 times' },
  ...[1, 4, 2, 5, 3].map((at): Step => ({ do: 'press', button: `Field ${at}` })),
  { do: 'see', text: 'X wins' },
]
/** A board that listens to the mouse, as libraries for dragging do, and shows where a card would fall. */
export const BY_POINTER = `'use client'
import { useRef, useState } from 'react'
import { moveCard } from '../lib/actions'
type Card = { id: string; title: string; stage: string }
const STAGES = { todo: 'To do', doing: 'Doing', done: 'Done' }
export function Columns({ cards }: { cards: Card[] }) {
  const held = useRef<{ id: string; x: number; y: number; isMoved: boolean } | null>(null)
  const [over, setOver] = useState('')
  const stageAt = (x: number, y: number) =>
    document.elementsFromPoint(x, y).map((one) => (one as HTMLElement).dataset.stage).find(Boolean) ?? ''
  return (
    <div style={{ display: 'flex', gap: 16 }}
      onPointerMove={(event) => {
        if (held.current === null) return
        held.current.isMoved ||= Math.hypot(event.clientX - held.current.x, event.clientY - held.current.y) > 5
        setOver(stageAt(event.clientX, event.clientY))
      }}
      onPointerUp={(event) => {
        const card = held.current
        held.current = null
        setOver('')
        const stage = stageAt(event.clientX, event.clientY)
        if (card?.isMoved && stage !== '') void moveCard(card.id, stage)
      }}>
      {Object.entries(STAGES).map(([stage, name]) => (
        <div key={stage} className="column" style={{ width: 240, opacity: over === stage ? 0.7 : 1 }}>
          <h2>{name}</h2>
          <div data-stage={stage} style={{ minHeight: 200, border: '1px solid' }}>
            {cards.filter((card) => card.stage === stage).map((card) => (
              <article key={card.id} style={{ userSelect: 'none' }}
                onPointerDown={(event) => {
                  held.current = { id: card.id, x: event.clientX, y: event.clientY, isMoved: false }
                }}>{card.title}</article>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}`

/** Fields, choices and files that a page draws and makes itself. */
export const DRAWN = `'use client'
  import { useState } from 'react'
  export default function Page() {
    const [colour, setColour] = useState('')
    const [isOpen, setOpen] = useState(false)
    const [isLoud, setLoud] = useState(false)
    const [story, setStory] = useState('')
    const [said, setSaid] = useState('')
    const [hasExport, setExport] = useState(false)
    const words = story.split(' ').filter(Boolean)
    return <main><h1>Drawn</h1>
      <span id="colour">Colour</span>
      <button role="combobox" aria-labelledby="colour" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {colour || 'None'}</button>
      {isOpen && <div role="listbox">{['Red', 'Green'].map((one) =>
        <div key={one} role="option" aria-selected={one === colour}
          onClick={() => { setColour(one); setOpen(false) }}>{one}</div>)}</div>}
      <p>Colour is {colour}</p>
      <button role="switch" aria-checked={isLoud} onClick={() => setLoud(!isLoud)}>Loud</button>
      <p>It is {isLoud ? 'loud' : 'quiet'}</p>
      <div role="textbox" aria-label="Story" contentEditable suppressContentEditableWarning
        onInput={(event) => setStory(event.currentTarget.textContent ?? '')} />
      <p>Story of {words.length - 1} words beginning with {words[0]}</p>
      <button onClick={() => setTimeout(() => setSaid('Now it is later'), 1_500)}>Later</button>
      <button onClick={() => { if (confirm('Really leave?')) setSaid('Left') }}>Leave</button>
      <label>Picture <input type="file" onChange={(event) => {
        const body = new FormData()
        body.set('file', event.target.files![0]!)
        void fetch('/save', { method: 'POST', body }).then((answer) => answer.json()).then(({ says }) => setSaid(says))
      }} /></label>
      <button onClick={() => {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob(['made in the browser'], { type: 'text/csv' }))
        link.download = 'cards.csv'
        link.click()
      }}>Save as CSV</button>
      <button onClick={() => setExport(true)}>Export</button>
      {hasExport && <a href="/export">All cards</a>}
      <p>{said}</p></main>
  }`

/** The same by packages that projects may use. */
export const PARTS = `'use client'
  import { motion } from 'motion/react'
  import { Checkbox, Dialog, Select, Tabs } from 'radix-ui'
  import { useState } from 'react'
  import { Bar, BarChart, ResponsiveContainer, XAxis } from 'recharts'
  import { toast, Toaster } from 'sonner'
  const DATA = [{ month: 'January', guests: 3 }, { month: 'February', guests: 5 }, { month: 'March', guests: 2 }]
  export default function Page() {
    const [isOpen, setOpen] = useState(false)
    const [room, setRoom] = useState('')
    const [hasDog, setDog] = useState(false)
    return <div><h1>Visits</h1><Toaster />
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Trigger>New visit</Dialog.Trigger>
        <Dialog.Portal><Dialog.Overlay style={{ position: 'fixed', inset: 0, background: '#0008' }} />
          <Dialog.Content style={{ position: 'fixed', top: 50, left: 50, background: 'white' }}>
            <Dialog.Title>New visit of a guest</Dialog.Title><Dialog.Description>Who comes</Dialog.Description>
            <motion.form initial={{ opacity: 0, y: 20 }} animate={{ opacity: 1, y: 0 }} onSubmit={(event) => {
              event.preventDefault()
              const who = new FormData(event.currentTarget).get('who')
              setOpen(false)
              toast('Kept ' + who + ' in ' + room + (hasDog ? ' with a dog' : ''))
            }}>
              <label>Who <input name="who" required /></label>
              <label id="room">Room</label>
              <Select.Root value={room} onValueChange={setRoom}>
                <Select.Trigger aria-labelledby="room"><Select.Value placeholder="Any" /></Select.Trigger>
                <Select.Portal><Select.Content><Select.Viewport>
                  {['Attic', 'Garden'].map((one) => <Select.Item key={one} value={one}>
                    <Select.ItemText>{one}</Select.ItemText></Select.Item>)}
                </Select.Viewport></Select.Content></Select.Portal>
              </Select.Root>
              <label htmlFor="dog">With a dog</label>
              <Checkbox.Root id="dog" checked={hasDog} onCheckedChange={(is) => setDog(is === true)}
                style={{ width: 20, height: 20 }} />
              <button>Keep</button>
            </motion.form>
          </Dialog.Content></Dialog.Portal>
      </Dialog.Root>
      <Tabs.Root defaultValue="one">
        <Tabs.List><Tabs.Trigger value="one">Less</Tabs.Trigger><Tabs.Trigger value="two">More</Tabs.Trigger></Tabs.List>
        <Tabs.Content value="one">First part</Tabs.Content><Tabs.Content value="two">Second part</Tabs.Content>
      </Tabs.Root>
      <div style={{ width: 500, height: 200 }}>
        <ResponsiveContainer>
          <BarChart data={DATA}><XAxis dataKey="month" /><Bar dataKey="guests" /></BarChart>
        </ResponsiveContainer>
      </div></div>
  }`
