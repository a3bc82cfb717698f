/** Every sentence that a plain site says by itself, in both languages. */
const en = {
  home: 'Home',
  about: 'About',
  contact: 'Contact',
  aboutPurpose: 'Who this is, and what for',
  contactPurpose: 'How to get in touch',
  skip: 'Skip to content',
  menu: 'Menu',
  main: 'Main',
  more: 'Read more',
  write: 'Write to us',
  call: 'Call',
  days: (index: number) => `Day ${index}`,
  seeMap: 'Open in a map',
  openAll: (title: string) => `${title}: see all of it`,
  aboutLead: (name: string, subject: string, isPerson: boolean) =>
    isPerson
      ? subject === ''
        ? `I am ${name}.`
        : `I am ${name}, ${subject}.`
      : subject === ''
        ? `This is ${name}.`
        : `${name}: ${subject}.`,
  aboutWhat: 'What you will find here',
  aboutAsk: 'Something is missing, or you would like to know more?',
  contactLead: 'Questions and ideas are welcome. Your mail program opens with the message filled in.',
  yourName: 'Your name',
  message: 'Message',
  send: 'Write the email',
  orMail: 'By email',
  orPhone: 'By phone',
  where: 'Where',
  when: 'When',
  bookLead: 'Say when and for how many, and you hear back the same day.',
  locationLead: (place: string) => `You find us in ${place}.`,
  locationAsk: 'Ask us for the way, we are glad to help.',
  helpLead: 'Every hour and every gift counts.',
  hoursFallback: [
    ['Monday to Friday', '9:00 – 18:00'],
    ['Saturday', '10:00 – 14:00'],
    ['Sunday', 'Closed'],
  ],
  hoursLabel: 'Open',
  priceFrom: 'from',
  choose: (title: string) => `Choose ${title}`,
  readmeOpen:
    'Open `index.html` in a browser; there is nothing to install or to build. To publish it, copy these files to any web server.',
  readmeFiles: 'Files',
  readmeSample: (address: string) =>
    `What the prompt did not say is an example: people, prices, texts and drawings${address}. Replace them with your own before you publish.`,
  readmeAddress: ', and the address `hello@example.com`',
}
const es: typeof en = {
  home: 'Inicio',
  about: 'Acerca de',
  contact: 'Contacto',
  aboutPurpose: 'Quiénes somos y para qué',
  contactPurpose: 'Cómo escribirnos',
  skip: 'Saltar al contenido',
  menu: 'Menú',
  main: 'Principal',
  more: 'Leer más',
  write: 'Escríbenos',
  call: 'Llamar',
  days: (index) => `Día ${index}`,
  seeMap: 'Abrir en un mapa',
  openAll: (title) => `${title}: ver todo`,
  aboutLead: (name, subject, isPerson) =>
    isPerson
      ? subject === ''
        ? `Soy ${name}.`
        : `Soy ${name}, ${subject}.`
      : subject === ''
        ? `Esto es ${name}.`
        : `${name}: ${subject}.`,
  aboutWhat: 'Lo que encontrarás aquí',
  aboutAsk: '¿Falta algo o quieres saber más?',
  contactLead: 'Preguntas e ideas son bienvenidas. Se abre tu programa de correo con el mensaje.',
  yourName: 'Tu nombre',
  message: 'Mensaje',
  send: 'Escribir el correo',
  orMail: 'Por correo',
  orPhone: 'Por teléfono',
  where: 'Dónde',
  when: 'Cuándo',
  bookLead: 'Dinos cuándo y para cuántas personas, y te respondemos el mismo día.',
  locationLead: (place) => `Nos encuentras en ${place}.`,
  locationAsk: 'Pregúntanos cómo llegar, con gusto te ayudamos.',
  helpLead: 'Cada hora y cada aporte cuentan.',
  hoursFallback: [
    ['Lunes a viernes', '9:00 – 18:00'],
    ['Sábado', '10:00 – 14:00'],
    ['Domingo', 'Cerrado'],
  ],
  hoursLabel: 'Abierto',
  priceFrom: 'desde',
  choose: (title) => `Elegir ${title}`,
  readmeOpen:
    'Abre `index.html` en un navegador; no hay nada que instalar ni compilar. Para publicarlo, copia estos archivos a un servidor web.',
  readmeFiles: 'Archivos',
  readmeSample: (address) =>
    `Lo que la petición no decía es un ejemplo: personas, precios, textos y dibujos${address}. Cámbialo por lo tuyo antes de publicar.`,
  readmeAddress: ', y la dirección `hello@example.com`',
}
export type SiteTexts = typeof en
export const siteTexts = (locale: 'en' | 'es'): SiteTexts => (locale === 'es' ? es : en)
