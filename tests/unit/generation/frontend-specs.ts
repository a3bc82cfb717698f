import type { AccessRule, AppSpec, Entity, Field, FieldType, Operation, Page } from '../../../lib/domains/spec/contract'

/**
 * Plans written by hand, one per kind of application that is drawn differently; between them they use every view and
 * field type.
 */

/**
 * `'title text!'`, `'minutes integer (min)'`, `'status enum! open|closed'`, `'recipe_id ->recipes!'`; `!` means
 * required.
 */
function field(words: string): Field {
  const [column = '', kind = 'text', rest = ''] = words.split(' ')
  const name = column.replace(/_/g, ' ').replace(/ id$/, '')
  const required = kind.endsWith('!')
  const bare = kind.replace('!', '')
  if (bare.startsWith('->')) return { name, column, type: 'reference', references: bare.slice(2), required }
  const unit = /^\((.+)\)$/.exec(rest)?.[1]
  const values = bare === 'enum' ? { values: rest.split('|') } : {}
  return { name, column, type: bare as FieldType, required, ...(unit ? { unit } : {}), ...values }
}

const entity = (name: string, table: string, fields: string[], states?: [string, string][]): Entity => ({
  name,
  table,
  fields: fields.map(field),
  ...(states ? { states: states.map(([from, to]) => ({ from, to })) } : {}),
})

const service: Operation[] = ['read', 'insert', 'insert_forged', 'update', 'move', 'delete']
const own: Operation[] = ['read', 'insert', 'update', 'delete']
const shared = (table: string, owner: string): AccessRule => ({
  table,
  owner,
  allow: { anon: ['read'], other: ['read'], owner: own, service },
})
const hidden = (table: string, owner: string): AccessRule => ({ table, owner, allow: { owner: own, service } })
const curated = (table: string): AccessRule => ({
  table,
  allow: { anon: ['read'], other: ['read'], admin: own, service },
})
const below = (table: string, column: string, parent: string): AccessRule => ({
  table,
  via: { column, table: parent },
  allow: { anon: ['read'], other: ['read'], owner: own, service },
})

const profiles = entity('profile', 'profiles', ['user_id ->auth.users!', 'display_name text!', 'bio longtext'])

const page = (path: string, view: Page['view'], title: string, more: Partial<Page> = {}): Page => ({
  path,
  view,
  title,
  purpose: title,
  ...more,
})
const crud = (one: Entity, title: string, more: Partial<Page> = {}): Page[] => {
  const slug = '/' + one.table.replace(/_/g, '-')
  return [
    page(slug, 'list', title, { entity: one.name, nav: true, ...more }),
    page(slug + '/new', 'new', 'New ' + one.name, { entity: one.name, auth: 'user' }),
    page(slug + '/[id]', 'detail', one.name, { entity: one.name, ...more }),
    page(slug + '/[id]/edit', 'edit', 'Edit ' + one.name, { entity: one.name, auth: 'user' }),
  ]
}
const account: Page[] = [
  page('/sign-in', 'sign-in', 'Sign in'),
  page('/sign-up', 'sign-up', 'Join'),
  page('/account', 'account', 'Account', { auth: 'user' }),
]

type Short = Pick<AppSpec, 'name' | 'kind' | 'theme' | 'entities' | 'pages' | 'access'> & { locale?: 'en' | 'es' }
const plan = ({ locale = 'en', ...short }: Short): AppSpec => ({
  devora: 1,
  mode: 'fullstack',
  locale,
  prompt: short.name,
  routes: [],
  env: [{ name: 'NEXT_PUBLIC_SUPABASE_URL' }, { name: 'NEXT_PUBLIC_SUPABASE_ANON_KEY' }],
  dependencies: {},
  makers: { architect: 'builtin', frontend: 'builtin', backend: 'builtin', database: 'builtin' },
  ...short,
})

const recipe = entity('recipe', 'recipes', [
  'title text!',
  'description longtext',
  'image_url image',
  'minutes integer (min)',
  'difficulty enum! easy|medium|hard',
  'author_id ->auth.users!',
])
export const recipeBox = plan({
  name: 'Recipe box',
  kind: 'social',
  theme: { background: '#fffdf7', component: '#2f6b3c' },
  entities: [
    profiles,
    recipe,
    entity('ingredient', 'ingredients', ['recipe_id ->recipes!', 'name text!', 'amount number (g)']),
    entity('rating', 'ratings', [
      'recipe_id ->recipes!',
      'member_id ->auth.users!',
      'stars integer!',
      'comment longtext',
    ]),
  ],
  pages: [
    page('/', 'home', 'Home', { purpose: 'a recipe box where members save recipes with ingredients and rate them' }),
    ...crud(recipe, 'Recipes'),
    page('/top', 'leaderboard', 'Top cooks', { entity: 'recipe', nav: true }),
    page('/gallery', 'gallery', 'Gallery', { entity: 'recipe', nav: true }),
    page('/about', 'about', 'About', { nav: true }),
    ...account,
  ],
  access: [
    shared('profiles', 'user_id'),
    shared('recipes', 'author_id'),
    below('ingredients', 'recipe_id', 'recipes'),
    shared('ratings', 'member_id'),
  ],
})

const project = entity('project', 'projects', ['name text!', 'owner_id ->auth.users!'])
const task = entity(
  'task',
  'tasks',
  [
    'title text!',
    'notes longtext',
    'status enum! todo|doing|done',
    'priority enum low|normal|urgent',
    'due_on date',
    'project_id ->projects!',
    'assignee_id ->auth.users',
    'owner_id ->auth.users!',
  ],
  [
    ['todo', 'doing'],
    ['doing', 'done'],
    ['done', 'doing'],
  ],
)
export const kanban = plan({
  name: 'Flowboard',
  kind: 'tasks',
  theme: { background: '#f8f8ff', component: '#708090' },
  entities: [profiles, project, task],
  pages: [
    page('/', 'home', 'Home', { nav: true, purpose: 'plan work, see what is next, finish it' }),
    page('/board', 'board', 'Board', { entity: 'task', nav: true, auth: 'user' }),
    page('/calendar', 'calendar', 'Calendar', { entity: 'task', nav: true, auth: 'user' }),
    ...crud(task, 'Tasks', { auth: 'user' }),
    ...crud(project, 'Projects', { auth: 'user' }),
    page('/open', 'list', 'Open tasks', { entity: 'task', nav: true, auth: 'user', filter: { status: 'todo' } }),
    page('/dashboard', 'dashboard', 'Dashboard', { entity: 'task', nav: true, auth: 'user' }),
    page('/report', 'report', 'Report', { entity: 'task', nav: true, auth: 'user' }),
    ...account,
  ],
  access: [shared('profiles', 'user_id'), hidden('projects', 'owner_id'), hidden('tasks', 'owner_id')],
})

const product = entity('product', 'products', [
  'name text!',
  'description longtext',
  'price money! (EUR)',
  'photo image',
  'category_id ->categories',
  'available boolean',
  'link url',
  'color text',
  'specs json',
  'contact email',
  'manual file',
])
const order = entity('order', 'orders', [
  'product_id ->products!',
  'quantity integer!',
  'status enum! new|paid|delivered',
  'buyer_id ->auth.users!',
])
export const shop = plan({
  name: 'Cup & Co "best"',
  kind: 'e-commerce',
  theme: { background: '#fdf5e6', component: '#bc8f8f' },
  entities: [
    profiles,
    entity('category', 'categories', ['name text!']),
    product,
    order,
    entity('review', 'reviews', [
      'product_id ->products!',
      'rating integer!',
      'comment longtext',
      'author_id ->auth.users!',
    ]),
    entity('contact message', 'contact_messages', ['name text!', 'email email!', 'message longtext!']),
  ],
  pages: [
    page('/', 'home', 'Home', { purpose: "hand-made cups {and saucers}, sold by the potter's own hands" }),
    ...crud(product, 'Products'),
    ...crud(order, 'Orders', { auth: 'user' }),
    page('/categories', 'list', 'Categories', { entity: 'category', nav: true }),
    page('/categories/[id]', 'detail', 'Category', { entity: 'category' }),
    page('/sales', 'report', 'Sales', { entity: 'order', nav: true, auth: 'admin' }),
    page('/contact', 'contact', 'Contact', { entity: 'contact message', nav: true }),
    ...account,
  ],
  access: [
    shared('profiles', 'user_id'),
    curated('categories'),
    curated('products'),
    hidden('orders', 'buyer_id'),
    shared('reviews', 'author_id'),
    { table: 'contact_messages', allow: { anon: ['insert'], other: ['insert'], admin: ['read', 'delete'], service } },
  ],
})

const team = entity('team', 'teams', ['name text!', 'wins integer!', 'losses integer'])
const game = entity('game', 'games', [
  'home_team_id ->teams!',
  'away_team_id ->teams!',
  'played_on date!',
  'status enum! scheduled|live|final',
  'probability number (%)',
])
export const courtVision = plan({
  name: 'Court vision',
  kind: 'dashboard',
  theme: { background: '#e6e6fa', component: '#4b0082' },
  entities: [
    team,
    game,
    entity('question', 'faqs', ['question text!', 'answer longtext!']),
    entity('message', 'messages', ['body longtext!', 'author_id ->auth.users!']),
  ],
  pages: [
    page('/', 'home', 'Overview', { nav: true, purpose: 'basketball data and predictions' }),
    page('/dashboard', 'dashboard', 'Charts', { entity: 'game', nav: true }),
    ...crud(game, 'Games'),
    ...crud(team, 'Teams'),
    page('/rankings', 'leaderboard', 'Rankings', { entity: 'team', nav: true }),
    page('/chat', 'chat', 'Chat', { entity: 'message', nav: true }),
    ...account,
  ],
  access: [curated('teams'), curated('games'), curated('faqs'), shared('messages', 'author_id')],
})

const servicio = entity('servicio', 'servicios', [
  'nombre text!',
  'descripcion longtext',
  'precio money! (EUR)',
  'duracion integer (min)',
])
const reserva = entity(
  'reserva',
  'reservas',
  [
    'servicio_id ->servicios!',
    'fecha datetime!',
    'estado enum! pendiente|confirmada|cancelada',
    'cliente_id ->auth.users!',
  ],
  [
    ['pendiente', 'confirmada'],
    ['pendiente', 'cancelada'],
  ],
)
export const peluqueria = plan({
  name: 'Peluquería Sol',
  kind: 'booking',
  locale: 'es',
  theme: { background: '#e0ffff', component: '#5f9ea0' },
  entities: [profiles, servicio, reserva],
  pages: [
    page('/', 'home', 'Inicio', { purpose: 'reserva tu cita sin llamar' }),
    ...crud(servicio, 'Servicios'),
    ...crud(reserva, 'Reservas', { auth: 'user' }),
    page('/agenda', 'calendar', 'Agenda', { entity: 'reserva', nav: true, auth: 'user' }),
    page('/contacto', 'contact', 'Contacto', { nav: true }),
    ...account,
  ],
  access: [shared('profiles', 'user_id'), curated('servicios'), hidden('reservas', 'cliente_id')],
})

const poll = entity('poll', 'polls', ['question text!', 'details longtext', 'author_id ->auth.users!'])
export const plebiscite = plan({
  name: 'Plebiscite',
  kind: 'blog',
  theme: { background: '#ffffff', component: '#000080' },
  entities: [
    profiles,
    poll,
    entity('option', 'options', ['poll_id ->polls!', 'label text!']),
    entity('vote', 'votes', ['poll_id ->polls!', 'option_id ->options!', 'voter_id ->auth.users!']),
  ],
  pages: [
    page('/', 'home', 'Home', { nav: true, purpose: 'ask, vote, see what others think' }),
    ...crud(poll, 'Polls'),
    ...account,
  ],
  access: [
    shared('profiles', 'user_id'),
    shared('polls', 'author_id'),
    below('options', 'poll_id', 'polls'),
    shared('votes', 'voter_id'),
  ],
})

const question = entity('question', 'questions', ['title text!', 'position integer'])
export const trivia = plan({
  name: 'Trivia',
  kind: 'learning',
  theme: { background: '#f5f5dc', component: '#8b4513' },
  entities: [
    profiles,
    question,
    entity('answer option', 'answer_options', [
      'question_id ->questions!',
      'title text!',
      'correct boolean',
      'position integer',
    ]),
    entity('answer', 'answers', [
      'question_id ->questions!',
      'content longtext!',
      'score integer',
      'member_id ->auth.users!',
    ]),
    entity('faq', 'faqs', ['title text!', 'answer longtext!']),
    entity('conversation', 'conversations', ['subject text!', 'owner_id ->auth.users!']),
    entity('chat message', 'chat_messages', [
      'conversation_id ->conversations!',
      'content longtext!',
      'owner_id ->auth.users!',
    ]),
  ],
  pages: [
    page('/', 'home', 'Home', { nav: true, purpose: 'knowledge contests' }),
    ...crud(question, 'Questions'),
    page('/help', 'chat', 'Help', { entity: 'conversation', nav: true }),
    page('/scores', 'leaderboard', 'Scores', { entity: 'answer', nav: true }),
    ...account,
  ],
  access: [
    shared('profiles', 'user_id'),
    curated('questions'),
    curated('answer_options'),
    hidden('answers', 'member_id'),
    curated('faqs'),
    hidden('conversations', 'owner_id'),
    hidden('chat_messages', 'owner_id'),
  ],
})

/** No accounts, no entities to speak of, a dark page: the least a plan can be. */
export const brochure = plan({
  name: 'Night clinic',
  kind: 'portfolio',
  theme: { background: '#101418', component: '#ffd700' },
  entities: [entity('service', 'services', ['name text!', 'details longtext'])],
  pages: [
    page('/', 'home', 'Home', { nav: true, purpose: 'a clinic that is open at night' }),
    page('/services', 'list', 'Services', { entity: 'service', nav: true }),
    page('/about', 'about', 'About us', { nav: true }),
  ],
  access: [curated('services')],
})

const crmAccount = entity('account', 'accounts', ['name text!', 'owner_id ->auth.users!'])
const link = entity('link', 'links', ['title text!', 'url url!', 'owner_id ->auth.users!'])
/** Words that generated code and the framework use themselves, and rows with nothing to fill in. */
export const collisions = plan({
  name: 'Names <b>',
  kind: 'crm',
  theme: { background: '#ffb6c1', component: '#c71585' },
  entities: [
    profiles,
    crmAccount,
    link,
    entity('user', 'users', ['link_id ->links!', 'name text!', 'owner_id ->auth.users!']),
    entity('row', 'rows', ['link_id ->links!', 'id_code integer']),
    entity('news', 'news', ['link_id ->links', 'text longtext!']),
    entity('follow', 'follows', ['link_id ->links!', 'owner_id ->auth.users!']),
    entity('detail', 'details', [
      'link_id ->links!',
      'when_it_was datetime',
      'rating integer',
      'owner_id ->auth.users!',
    ]),
  ],
  pages: [
    page('/', 'home', 'Home', { nav: true, purpose: 'names that get in the way' }),
    ...crud(crmAccount, 'Accounts', { auth: 'user' }),
    ...crud(link, 'Links'),
    page('/news', 'list', 'News', { entity: 'news', nav: true }),
    page('/overview', 'dashboard', 'Overview', { nav: true }),
    page('/figures', 'report', 'Figures', { nav: true }),
    page('/2024', 'about', '2024', { nav: true }),
    page('/lost', 'list', 'Lost', { nav: true }),
    page('/links/[id]/parts/[part]', 'detail', 'Part', { entity: 'user' }),
    ...account,
  ],
  access: [
    shared('profiles', 'user_id'),
    hidden('accounts', 'owner_id'),
    shared('links', 'owner_id'),
    shared('users', 'owner_id'),
    below('rows', 'link_id', 'links'),
    curated('news'),
    shared('follows', 'owner_id'),
    hidden('details', 'owner_id'),
  ],
})

export const PLANS: Record<string, AppSpec> = {
  recipeBox,
  kanban,
  shop,
  courtVision,
  peluqueria,
  plebiscite,
  trivia,
  brochure,
  collisions,
}
