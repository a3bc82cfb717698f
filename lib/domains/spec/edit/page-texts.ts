import { withArticle } from '../../../core/english'
import type { AppSpec } from '../contract'

/** What the pages that every application has are called, in the language of the application. */
const TEXTS = {
  en: {
    home: 'Home',
    list: (many: string) => `Browse and search ${many}`,
    detail: (one: string) => `One ${one} with everything that belongs to it`,
    create: (one: string) => `Add ${withArticle(one)}`,
    change: (one: string) => `Change ${withArticle(one)}`,
    newTitle: (one: string) => `New ${one}`,
    editTitle: (one: string) => `Edit ${one}`,
    signIn: 'Sign in',
    signInFor: 'Sign in with e-mail and password',
    signUp: 'Sign up',
    signUpFor: 'Create an account',
    account: 'Account',
    accountFor: 'Your profile and settings',
    user: 'user',
    name: 'name',
  },
  es: {
    home: 'Inicio',
    list: (many: string) => `Ver y buscar ${many}`,
    detail: (one: string) => `Detalle de ${one} con todo lo que le pertenece`,
    create: (one: string) => `Agregar ${one}`,
    change: (one: string) => `Cambiar ${one}`,
    newTitle: (one: string) => `Agregar ${one}`,
    editTitle: (one: string) => `Editar ${one}`,
    signIn: 'Entrar',
    signInFor: 'Entrar con correo y contraseña',
    signUp: 'Crear cuenta',
    signUpFor: 'Crear una cuenta',
    account: 'Cuenta',
    accountFor: 'Tu perfil y tus ajustes',
    user: 'usuario',
    name: 'nombre',
  },
} as const

export const pageTexts = (locale: AppSpec['locale']): (typeof TEXTS)[typeof locale] => TEXTS[locale]
