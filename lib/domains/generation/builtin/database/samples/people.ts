import { plain } from '../../../../../core/text'

/** Made-up people; `example.com` is reserved and reaches nobody (RFC 2606). */
export const PEOPLE = {
  en: [
    'Ana Lindqvist',
    'Ben Okafor',
    'Priya Raman',
    'Theo Brennan',
    'Elena Rossi',
    'Samuel Wren',
    'Hana Sato',
    'Noor Aziz',
  ],
  es: [
    'Ana Rojas',
    'Ben Quintero',
    'Lucía Herrera',
    'Andrés Molina',
    'Camila Ortiz',
    'Julián Peña',
    'Sofía Vargas',
    'Tomás Gil',
  ],
} as const

export const CITIES = {
  en: ['Portland', 'Bristol', 'Halifax', 'Wellington', 'Galway', 'Ghent'],
  es: ['Medellín', 'Bogotá', 'Cali', 'Cartagena', 'Manizales', 'Bucaramanga'],
} as const

export const emailOf = (name: string): string => plain(name).replace(/[^a-z]+/g, '.') + '@example.com'
