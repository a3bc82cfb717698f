import { code, quote, text } from '../../code'
import type { Part } from './part'

const CONTROL =
  'mt-1 block min-h-11 w-full min-w-0 rounded-field border border-field bg-surface px-3 py-2.5 text-base text-foreground'

/** Form controls with label, hint and error, and what surrounds them. */
export const FIELDS: readonly Part[] = [
  {
    path: 'components/ui/field.tsx',
    exports: ['FieldFrame', 'TextField', 'TextareaField', 'SelectField', 'CheckboxField', 'StarsField', 'controlClass'],
    body: ({ copy }) => code`
      type Common = { name: string; label: string; error?: string; hint?: string; required?: boolean; defaultValue?: string }

      export const controlClass = ${quote(CONTROL)}

      /** Label above, hint and error below; the control is told of both through aria-describedby. */
      export function FieldFrame({ id, label, error, hint, required, children }: Omit<Common, 'name' | 'defaultValue'> & { id: string; children: ReactNode }) {
        return (
          <div className="min-w-0">
            <label htmlFor={id} className="text-sm font-semibold">
              {label}
              {required ? <span className="font-normal text-muted"> (${copy.required})</span> : null}
            </label>
            {children}
            {hint ? <p id={id + '-hint'} className="mt-1 text-xs text-muted">{hint}</p> : null}
            {error ? <p id={id + '-error'} className="mt-1 text-sm font-medium text-danger">{error}</p> : null}
          </div>
        )
      }

      const describedBy = (id: string, hint?: string, error?: string) => cx(hint && id + '-hint', error && id + '-error') || undefined

      export function TextField({ name, label, error, hint, required, ...rest }: Common & Omit<ComponentProps<'input'>, keyof Common>) {
        const id = useId()
        return (
          <FieldFrame id={id} label={label} error={error} hint={hint} required={required}>
            <input
              id={id}
              name={name}
              required={required}
              aria-invalid={error ? true : undefined}
              aria-describedby={describedBy(id, hint, error)}
              className={controlClass + (rest.type === 'color' ? ' h-11 p-1' : '')}
              {...rest}
            />
          </FieldFrame>
        )
      }

      export function TextareaField({ name, label, error, hint, required, defaultValue, rows = 5 }: Common & { rows?: number }) {
        const id = useId()
        return (
          <FieldFrame id={id} label={label} error={error} hint={hint} required={required}>
            <textarea
              id={id}
              name={name}
              rows={rows}
              required={required}
              defaultValue={defaultValue}
              aria-invalid={error ? true : undefined}
              aria-describedby={describedBy(id, hint, error)}
              className={controlClass}
            />
          </FieldFrame>
        )
      }

      export function SelectField({ name, label, error, hint, required, defaultValue, options }: Common & { options: Option[] }) {
        const id = useId()
        return (
          <FieldFrame id={id} label={label} error={error} hint={hint} required={required}>
            <select
              key={defaultValue}
              id={id}
              name={name}
              required={required}
              defaultValue={defaultValue}
              aria-invalid={error ? true : undefined}
              aria-describedby={describedBy(id, hint, error)}
              className={controlClass}
            >
              <option value="">${text(copy.choose)}</option>
              {options.map((option) => (
                <option key={option.id} value={option.id}>
                  {option.label}
                </option>
              ))}
            </select>
          </FieldFrame>
        )
      }

      export function CheckboxField({ name, label, error, defaultChecked }: { name: string; label: string; error?: string; defaultChecked?: boolean }) {
        const id = useId()
        return (
          <div>
            <label htmlFor={id} className="flex min-h-11 items-center gap-3 text-sm font-semibold">
              <input
                key={String(defaultChecked)}
                id={id}
                name={name}
                type="checkbox"
                defaultChecked={defaultChecked}
                aria-invalid={error ? true : undefined}
                aria-describedby={describedBy(id, undefined, error)}
                className="size-5 accent-ink"
              />
              {label}
            </label>
            {error ? <p id={id + '-error'} className="text-sm font-medium text-danger">{error}</p> : null}
          </div>
        )
      }

      /** One to five stars as radio buttons: works with keyboard and without a script. */
      export function StarsField({ name, label, error, required, defaultValue }: Common) {
        const id = useId()
        return (
          <fieldset aria-describedby={describedBy(id, undefined, error)}>
            <legend className="text-sm font-semibold">{label}</legend>
            <div className="mt-1 flex flex-wrap gap-2">
              {['1', '2', '3', '4', '5'].map((mark) => (
                <label
                  key={mark}
                  className="inline-flex min-h-11 cursor-pointer items-center gap-1 rounded-control border border-field bg-surface px-3 text-sm font-semibold has-checked:border-component has-checked:bg-component has-checked:text-component-foreground has-focus-visible:outline-3 has-focus-visible:outline-ink"
                >
                  <input type="radio" name={name} value={mark} required={required} defaultChecked={defaultValue === mark} className="sr-only" />
                  {mark}
                  <span aria-hidden="true">★</span>
                  <span className="sr-only"> ${text(copy.starsOf)}</span>
                </label>
              ))}
            </div>
            {error ? <p id={id + '-error'} className="mt-1 text-sm font-medium text-danger">{error}</p> : null}
          </fieldset>
        )
      }
    `,
  },
  {
    path: 'components/site/form-frame.tsx',
    exports: ['FormFrame'],
    body: () => code`
      /** A form around its fields: answer of the server first, buttons last. */
      export function FormFrame({ action, state, className, children }: { action: (form: FormData) => void; state: FormState; className?: string; children: ReactNode }) {
        return (
          <form action={action} className={cx('grid gap-5', className)}>
            {state.message ? <Notice tone={state.ok ? 'success' : 'danger'}>{state.message}</Notice> : null}
            {children}
          </form>
        )
      }
    `,
  },
  {
    path: 'components/site/delete-button.tsx',
    client: true,
    exports: ['DeleteButton'],
    body: ({ copy }) => code`
      function Confirm() {
        const { pending } = useFormStatus()
        return (
          <Button variant="danger" disabled={pending}>
            {pending ? ${quote(copy.removing)} : ${quote(copy.remove)}}
          </Button>
        )
      }

      type Props = { action: (form: FormData) => Promise<void>; id: string; name: string; returnTo?: string; size?: 'regular' | 'small' }

      /** Asks once, then deletes. The dialog is the browser's own: it holds the focus and closes on Escape. */
      export function DeleteButton({ action, id, name, returnTo, size }: Props) {
        const dialog = useRef<HTMLDialogElement>(null)
        const dialogId = useId()
        // Browsers that know commands open it before any script has loaded; for the others there are the handlers.
        const opens = { command: 'show-modal', commandfor: dialogId }
        const closes = { command: 'close', commandfor: dialogId }
        return (
          <>
            <Button type="button" variant="quiet" size={size} onClick={() => dialog.current?.showModal()} {...opens}>
              ${text(copy.remove)}
              <span className="sr-only"> {name}</span>
            </Button>
            <dialog ref={dialog} id={dialogId} aria-label=${'"' + copy.removeQuestion + '"'} className="m-auto max-w-sm rounded-card border border-border bg-surface p-6 text-foreground backdrop:bg-black/50">
              <p className="font-display text-lg font-semibold">${text(copy.removeQuestion)}</p>
              <p className="mt-1 text-sm text-muted">{name}. ${text(copy.removeWarning)}</p>
              <form action={action} className="mt-5 flex justify-end gap-2">
                <input type="hidden" name="id" value={id} />
                {returnTo ? <input type="hidden" name="return_to" value={returnTo} /> : null}
                <Button type="button" variant="quiet" onClick={() => dialog.current?.close()} {...closes}>
                  ${text(copy.keep)}
                </Button>
                <Confirm />
              </form>
            </dialog>
          </>
        )
      }
    `,
  },
]
