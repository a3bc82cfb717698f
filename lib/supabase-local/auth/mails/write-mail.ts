import type { Mail, MailKind } from '../inbox.ts'
import { newMailId } from '../secrets.ts'
import type { Work } from '../work.ts'

type Letter = { subject: string; what: string; withLink: boolean }

const LETTERS: Readonly<Record<MailKind, Letter>> = {
  signup: { subject: 'Confirm Your Signup', what: 'Follow this link to confirm your address:', withLink: true },
  recovery: { subject: 'Reset Your Password', what: 'Follow this link to set a new password:', withLink: true },
  magiclink: { subject: 'Your Magic Link', what: 'Follow this link to sign in:', withLink: true },
  invite: { subject: 'You have been invited', what: 'Follow this link to accept the invitation:', withLink: true },
  email_change: {
    subject: 'Confirm Email Change',
    what: 'Follow this link to confirm the change of your address:',
    withLink: true,
  },
  reauthentication: { subject: 'Confirm reauthentication', what: 'Enter this code to go on:', withLink: false },
}

/** The address that proves a token: it leads to this server, which redirects to the application. */
export function verifyLink(work: Work, kind: string, tokenHash: string): string {
  const query = new URLSearchParams({ token: tokenHash, type: kind, redirect_to: work.redirectTo })
  return `${work.authUrl}/verify?${query.toString()}`
}

/** Puts a mail among those that are delivered when the request has succeeded. */
export function writeMail(work: Work, kind: MailKind, to: string, code: string, tokenHash: string): void {
  const letter = LETTERS[kind]
  const link = letter.withLink ? verifyLink(work, kind, tokenHash) : null
  const text = link ? `${letter.what}\n\n${link}\n\nOr enter the code: ${code}\n` : `${letter.what} ${code}\n`
  const mail: Mail = {
    id: newMailId(),
    kind,
    to,
    subject: letter.subject,
    text,
    link,
    code,
    tokenHash,
    at: work.now.toISOString(),
  }
  work.mails.push(mail)
}
