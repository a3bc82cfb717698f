/**
 * Every sentence that generated server code says to a person, in the project's languages. `{…}` is filled in by the
 * template.
 */
const EN = {
  notConfigured:
    'The database is not connected yet. Set NEXT_PUBLIC_SUPABASE_URL and NEXT_PUBLIC_SUPABASE_ANON_KEY first.',
  unreachable: 'The database does not answer. Please try again in a moment.',
  notSet: 'The database is not connected yet',
  setUpLocal:
    'To try it on this computer: stop the app and start it with <code>npm run dev</code>, which brings a local database.',
  setUpOwn:
    'With a project at Supabase: set <code>NEXT_PUBLIC_SUPABASE_URL</code> and <code>NEXT_PUBLIC_SUPABASE_ANON_KEY</code> (Project Settings → API) in <code>.env</code>, or where the app is hosted, and start it again.',
  noAnswer: 'The database does not answer',
  noAnswerFrom: 'Nothing answers at',
  startLocal:
    'If that is the local database: start the app with <code>npm run dev</code>, which starts the database beside it.',
  lookAtOwn:
    'If it is a project at Supabase: see whether it is paused, and whether <code>NEXT_PUBLIC_SUPABASE_URL</code> is right.',
  comesBack: 'This page tries again by itself.',
  checkFields: 'Please check the marked fields.',
  created: '{entity} saved.',
  sent: 'Thank you. Your message has arrived.',
  gone: 'This entry no longer exists, or you may not change it.',
  stateRefused: 'This step is not possible from the current state.',
  duplicate: 'This entry exists already.',
  linked: 'A linked entry does not exist or is still in use.',
  forbidden: 'You may not do this.',
  invalidValue: 'One of the values is not allowed.',
  failed: 'This did not work. Please try again.',
  required: 'Please fill in this field.',
  tooLong: 'At most {max} characters.',
  tooShort: 'At least {min} characters.',
  notInteger: 'Please enter a whole number.',
  notNumber: 'Please enter a number.',
  notMoney: 'Please enter an amount such as 12.50.',
  tooSmall: 'At least {min}.',
  tooLarge: 'At most {max}.',
  notDate: 'Please enter a valid date.',
  notEmail: 'Please enter a valid e-mail address.',
  notUrl: 'Please enter an address that starts with https:// or /.',
  notJson: 'Please enter valid JSON.',
  notChoice: 'Please choose one of the options.',
  credentials: 'E-mail address or password is wrong.',
  unconfirmed: 'Please confirm your e-mail address first.',
  passwordShort: 'At least 8 characters.',
  confirmMail: 'Almost done: open the link in the e-mail that we sent you.',
  emailTaken: 'An account with this e-mail address exists already.',
  accountSaved: 'Your account is up to date.',
  signInFirst: 'Sign in first.',
  malformed: 'The body must be a JSON object.',
  notFound: 'There is nothing here.',
} as const

export type Texts = { [key in keyof typeof EN]: string }

const ES: Texts = {
  notConfigured:
    'La base de datos aún no está conectada. Defina primero NEXT_PUBLIC_SUPABASE_URL y NEXT_PUBLIC_SUPABASE_ANON_KEY.',
  unreachable: 'La base de datos no responde. Inténtelo de nuevo en un momento.',
  notSet: 'La base de datos aún no está conectada',
  setUpLocal:
    'Para probarla en este equipo: detenga la aplicación e iníciela con <code>npm run dev</code>, que trae una base de datos local.',
  setUpOwn:
    'Con un proyecto de Supabase: defina <code>NEXT_PUBLIC_SUPABASE_URL</code> y <code>NEXT_PUBLIC_SUPABASE_ANON_KEY</code> (Project Settings → API) en <code>.env</code>, o donde esté publicada, e iníciela de nuevo.',
  noAnswer: 'La base de datos no responde',
  noAnswerFrom: 'Nada responde en',
  startLocal:
    'Si es la base de datos local: inicie la aplicación con <code>npm run dev</code>, que inicia la base de datos a su lado.',
  lookAtOwn:
    'Si es un proyecto de Supabase: mire si está en pausa y si <code>NEXT_PUBLIC_SUPABASE_URL</code> es correcta.',
  comesBack: 'Esta página lo intenta de nuevo por sí sola.',
  checkFields: 'Revise los campos marcados.',
  created: '{entity}: guardado.',
  sent: 'Gracias. Hemos recibido su mensaje.',
  gone: 'Este registro ya no existe o usted no puede modificarlo.',
  stateRefused: 'Este paso no es posible desde el estado actual.',
  duplicate: 'Este registro ya existe.',
  linked: 'Un registro relacionado no existe o todavía está en uso.',
  forbidden: 'No tiene permiso para hacer esto.',
  invalidValue: 'Uno de los valores no está permitido.',
  failed: 'Algo salió mal. Inténtelo de nuevo.',
  required: 'Complete este campo.',
  tooLong: 'Como máximo {max} caracteres.',
  tooShort: 'Como mínimo {min} caracteres.',
  notInteger: 'Escriba un número entero.',
  notNumber: 'Escriba un número.',
  notMoney: 'Escriba un importe como 12.50.',
  tooSmall: 'Como mínimo {min}.',
  tooLarge: 'Como máximo {max}.',
  notDate: 'Escriba una fecha válida.',
  notEmail: 'Escriba un correo electrónico válido.',
  notUrl: 'Escriba una dirección que empiece por https:// o /.',
  notJson: 'Escriba un JSON válido.',
  notChoice: 'Elija una de las opciones.',
  credentials: 'El correo electrónico o la contraseña no son correctos.',
  unconfirmed: 'Confirme primero su correo electrónico.',
  passwordShort: 'Como mínimo 8 caracteres.',
  confirmMail: 'Casi listo: abra el enlace del correo que le enviamos.',
  emailTaken: 'Ya existe una cuenta con este correo electrónico.',
  accountSaved: 'Su cuenta está al día.',
  signInFirst: 'Inicie sesión primero.',
  malformed: 'El cuerpo debe ser un objeto JSON.',
  notFound: 'Aquí no hay nada.',
}

export const textsFor = (locale: 'en' | 'es'): Texts => (locale === 'es' ? ES : EN)
