/** Six different kinds of application; `messages` has the prompt of each, which the built-in agents handle. */
export const EXAMPLES = ['recipes', 'booking', 'crm', 'board', 'inventory', 'blog'] as const
