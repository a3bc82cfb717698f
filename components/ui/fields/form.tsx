'use client'

import { type ComponentProps, useEffect, useRef } from 'react'

/**
 * A form that its page sends. Sent before the page listens (a slow network, a quick hand), it waits and is sent then:
 * `EARLY_SUBMITS` in the layout holds it back. Nothing of it ever stands in an address.
 */
export function Form(props: Omit<ComponentProps<'form'>, 'method' | 'action' | 'ref'>) {
  const own = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const form = own.current
    if (form === null) return
    form.dataset.listens = ''
    if (form.dataset.early === undefined) return
    delete form.dataset.early
    form.requestSubmit()
  }, [])
  return <form ref={own} method="post" data-form="" {...props} />
}
