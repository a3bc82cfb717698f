import type { ProjectFile } from '../../../agents/agent'
import { attribute, code, quote, text } from '../../code'
import { type Symbols, sourceFile } from '../imports'
import type { Model } from '../model'
import { intro, type View } from './page'

const frame = (title: string, lead: string, form: string, below: string | null): string => code`
  <div className="mx-auto max-w-md">
    <PageHeader title=${attribute(title)} intro=${attribute(lead)} />
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
    "<SignInFields next={searchValue(search, 'next')} />",
    otherWay(model.copy.noAccount, model.pathOf('sign-up'), model.copy.signUp),
  ),
})

export const signUpView: View = (model, page) => ({
  usesSearch: true,
  jsx: frame(
    page.title,
    model.copy.joinIntro,
    "<SignUpFields next={searchValue(search, 'next')} />",
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
          <PageHeader title=${attribute(page.title)}${intro(page)} />
          <p className="mb-5 text-sm text-muted">
            ${text(copy.signedInAs)} <strong className="text-foreground">{user.email}</strong>
          </p>
          <AccountFields name={user.name} />
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

/** One control of an account form; the name of an account starts with what it is now. */
function control(model: Model, kind: 'name' | 'email' | 'password', more = '', start = "''"): string {
  const complete = kind === 'password' ? '' : ' autoComplete="' + kind + '"'
  const value = kind === 'password' ? '' : ' defaultValue={state.values.' + kind + ' ?? ' + start + '}'
  const common = ' name="' + kind + '" label=' + attribute(model.copy[kind]) + ' error={state.errors.' + kind + '}'
  return (
    '<TextField type="' + (kind === 'name' ? 'text' : kind) + '"' + common + complete + value + more + ' required />'
  )
}

type AuthForm = {
  component: string
  action: string
  prop: 'next' | 'name'
  controls: string[]
  label: string
  busy: string
}

const authForm = ({ component, action, prop, controls, label, busy }: AuthForm): string => code`
  export function ${component}({ ${prop} }: { ${prop}: string }) {
    const [state, action, pending] = useActionState(${action}, emptyFormState)
    return (
      <FormFrame action={action} state={state}>
        ${prop === 'next' && '{next ? <input type="hidden" name="next" value={next} /> : null}'}
        ${controls}
        <Button disabled={pending}>{pending ? ${quote(busy)} : ${quote(label)}}</Button>
      </FormFrame>
    )
  }
`

/** `components/auth/*`: the forms of the pages that the plan has. */
export function authFiles(model: Model, symbols: Symbols): ProjectFile[] {
  const { copy } = model
  // An entity called "account" has an updateAccount of its own; here it is the one of the person.
  const own = new Map(symbols).set('updateAccount', { from: '@/lib/actions/auth' })
  const [name, email] = [control(model, 'name'), control(model, 'email')]
  const newPassword = control(
    model,
    'password',
    ' autoComplete="new-password" minLength={8} hint=' + attribute(copy.passwordHint),
  )
  const forms: ['sign-in' | 'sign-up' | 'account', AuthForm][] = [
    [
      'sign-in',
      {
        component: 'SignInFields',
        action: 'signIn',
        prop: 'next',
        label: copy.signIn,
        busy: copy.loading,
        controls: [email, control(model, 'password', ' autoComplete="current-password"')],
      },
    ],
    [
      'sign-up',
      {
        component: 'SignUpFields',
        action: 'signUp',
        prop: 'next',
        label: copy.signUp,
        busy: copy.loading,
        controls: [name, email, newPassword],
      },
    ],
    [
      'account',
      {
        component: 'AccountFields',
        action: 'updateAccount',
        prop: 'name',
        label: copy.save,
        busy: copy.saving,
        controls: [control(model, 'name', '', 'name')],
      },
    ],
  ]
  return forms
    .filter(([view]) => model.pathOf(view) !== null)
    .map(([view, form]) => sourceFile('components/auth/' + view + '-form.tsx', authForm(form), own, { client: true }))
}
