/** Which action of Auth a mail was written for. */
export type MailKind = 'signup' | 'recovery' | 'magiclink' | 'invite' | 'email_change' | 'reauthentication'

/** A mail that Auth would have sent. */
export type Mail = {
  id: string
  kind: MailKind
  to: string
  subject: string
  text: string
  /** Null in a mail that only brings a code. */
  link: string | null
  /** Six digits that may be typed instead. */
  code: string
  /** What `verifyOtp({ token_hash })` takes: projects that write their own mails send this one. */
  tokenHash: string
  /** ISO 8601. */
  at: string
}

const MAX_KEPT = 200

/** Keeps the mails of a local project for whoever tries it, the newest first; nothing ever leaves the machine. */
export class Inbox {
  readonly #mails: Mail[] = []
  readonly #listeners = new Set<(mail: Mail) => void>()

  list(): Mail[] {
    return [...this.#mails]
  }

  /** Called for every mail from now on; the answer ends that. */
  onMail(listener: (mail: Mail) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  deliver(mail: Mail): void {
    this.#mails.unshift(mail)
    this.#mails.length = Math.min(this.#mails.length, MAX_KEPT)
    for (const listener of this.#listeners) listener(mail)
  }

  clear(): void {
    this.#mails.length = 0
  }
}
