'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'

/**
 * Holds the animations inside until they come into view, so that what turns green below the fold does so while one
 * watches.
 */
export function RevealOnView({ children, className }: { children: ReactNode; className?: string }) {
  const [isWaiting, setWaiting] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current === null) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setWaiting(false), {
      threshold: 0.35,
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} className={className} data-waiting={isWaiting ? '' : undefined}>
      {children}
    </div>
  )
}
