import type { ProjectFile } from '../../../agents/agent'
import { attribute, code, quote, sentence, text } from '../code'
import { type Symbols, sourceFile } from '../imports'
import type { Model } from '../model'
import type { View } from './page'

const frame = (title: string, intro: string, form: string, below: string | null): string => code`
  <div className="mx-auto max-w-md">
    <PageHeader title=${attribute(title)} intro=${attribute(intro)} />
    <Card>
      ${form}
    </Card>
    ${below}
  </div>
`

const otherWay = (question: string, path: string | null, label: string): string | null =>
  path === null
    ? null
    : code`
        <p className="mt-6 text-center text-sm">
          ${text(question)}{' '}
          <Link href=${attribute(path)} className="font-semibold text-ink underline underline-offset-4">
            ${text(label)}
          </Link>
        </p>
      `

export const signInView: View = (model, page) => ({
  usesSearch: true,
  jsx: frame(
    page.title,
    model.copy.welcomeBack,
    "<SignInForm next={searchValue(search, 'next')} />",
    otherWay(model.copy.noAccount, model.pathOf('sign-up'), model.copy.signUp),
  ),
})

export const signUpView: View = (model, page) => ({
  usesSearch: true,
  jsx: frame(
    page.title,
    model.copy.joinIntro,
    "<SignUpForm next={searchValue(search, 'next')} />",
    otherWay(model.copy.haveAccount, model.pathOf('sign-in'), model.copy.signIn),
  ),
})

/** Name, way out, and the pages where one's own things are. */
export const accountView: View = (model, page) => {
  const { copy } = model
  const own = model.entities
    .filter((one) => one.owner !== null && one.paths.list !== undefined && one.entity.table !== 'profiles')
    .slice(0, 6)
  return {
    jsx: code`
      <div className="mx-auto grid max-w-2xl gap-6">
        <Card>
          <PageHeader title=${attribute(page.title)} intro=${attribute(sentence(page.purpose))} />
          <p className="mb-5 text-sm text-muted">
            ${text(copy.signedInAs)} <strong className="text-foreground">{user.email}</strong>
          </p>
          <AccountForm name={user.name} />
        </Card>
        ${own.length > 0 && '<nav aria-label=' + attribute(copy.mine) + ' className="grid gap-3 sm:grid-cols-2">'}
        ${own.map((one) => '  <Link href=' + attribute(one.paths.list + '?' + one.owner + '=me') + ' className="rounded-card border border-border bg-surface p-4 font-semibold text-ink shadow-card hover:bg-soft">\n    ' + text(one.names.labelMany) + '\n  </Link>')}
        ${own.length > 0 && '</nav>'}
        <form action={signOut}>
          <Button variant="outline">${text(copy.signOut)}</Button>
        </form>
      </div>
    `,
  }
}

const field = (kind: 'name' | 'email' | 'password', model: Model, extra = ''): string => {
  const type = kind === 'name' ? 'text' : kind
  const complete = kind === 'name' ? ' autoComplete="name"' : kind === 'email' ? ' autoComplete="email"' : ''
  const value = kind === 'password' ? '' : ' defaultValue={state.values.' + kind + (extra.includes('initial') ? ' ?? name' : " ?? ''") + '}'
  return (
    '<TextField type="' +
    type +
    '" name="' +
    kind +
    '" label=' +
    attribute(model.copy[kind]) +
    ' error={state.errors.' +
    kind +
    '}' +
    complete +
    value +
    ' required' +
    extra.replace('initial', '') +
    ' />'
  )
}

const form = (name: string, action: string, props: string, types: string, fields: string[], label: string, busy: string): string => code`
  export function ${name}({ ${props} }: { ${types} }) {
    const [state, action, pending] = useActionState(${action}, emptyFormState)
    return (
      <FormFrame action={action} state={state}>
        ${props === 'next' && '{next ? <input type="hidden" name="next" value={next} /> : null}'}
        ${fields}
        <Button disabled={pending}>{pending ? ${quote(busy)} : ${quote(label)}}</Button>
      </FormFrame>
    )
  }
`

/** `components/auth/*`: the forms of the pages that the plan has. */
export function authFiles(model: Model, symbols: Symbols): ProjectFile[] {
  const { copy } = model
  const files: ProjectFile[] = []
  const add = (file: string, body: string): number =>
    files.push(sourceFile('components/auth/' + file + '.tsx', body, symbols, { client: true }))
  if (model.pathOf('sign-in') !== null)
    add(
      'sign-in-form',
      form(
        'SignInForm',
        'signIn',
        'next',
        'next: string',
        [field('email', model), field('password', model, ' autoComplete="current-password"')],
        copy.signIn,
        copy.loading,
      ),
    )
  if (model.pathOf('sign-up') !== null)
    add(
      'sign-up-form',
      form(
        'SignUpForm',
        'signUp',
        'next',
        'next: string',
        [
          field('name', model),
          field('email', model),
          field('password', model, ' autoComplete="new-password" minLength={8} hint=' + attribute(copy.passwordHint)),
        ],
        copy.signUp,
        copy.loading,
      ),
    )
  if (model.pathOf('account') !== null)
    add(
      'account-form',
      form('AccountForm', 'updateAccount', 'name', 'name: string', [field('name', model, 'initial')], copy.save, copy.saving),
    )
  return files
}
