/**
 * Made-up people. The first four are the demo accounts of `seed.sql`; `example.com` is reserved and reaches nobody (RFC
 * 2606).
 */
export const PEOPLE = {
  en: [
    'Maya Lindqvist',
    'Jonah Okafor',
    'Priya Raman',
    'Theo Brennan',
    'Elena Rossi',
    'Samuel Wren',
    'Hana Sato',
    'Noor Aziz',
  ],
  es: [
    'Valentina Rojas',
    'Mateo Quintero',
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

/** How many demo accounts there are. */
export const DEMO_PEOPLE = 4

export const emailOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.') + '@example.com'
