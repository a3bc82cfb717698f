/** Six different kinds of application, each a prompt the built-in agents handle. */
export const EXAMPLES: { title: string; prompt: string }[] = [
  { title: 'Recipe box', prompt: 'A recipe box where members save recipes with ingredients and rate them.' },
  {
    title: 'Booking',
    prompt:
      'A booking site for a small yoga studio: classes with a teacher, a time and a number of places; members book and cancel.',
  },
  {
    title: 'CRM',
    prompt: 'A CRM for a sales team: companies, contacts, deals with stages and amounts, and a log of calls.',
  },
  {
    title: 'Task board',
    prompt:
      'A kanban board for a team: projects with tasks, columns, assignees and due dates. Use navy for the components.',
  },
  {
    title: 'Inventory',
    prompt:
      'An inventory for a bike workshop: parts with stock and supplier, orders, and a dashboard of what runs low.',
  },
  {
    title: 'Blog',
    prompt: 'Un blog de viajes con artículos, categorías y comentarios; solo el autor puede editar sus artículos.',
  },
]
