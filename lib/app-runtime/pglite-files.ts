/** What a preview's database can have installed: what Supabase brings, and what migrations often ask for. */
export const EXTENSIONS = ['pgcrypto', 'uuid-ossp', 'citext', 'pg_trgm']

/** Files of PGlite that a database in a tab needs, by the names it asks for. */
export const PGLITE_FILES = ['pglite.wasm', 'pglite.data', 'initdb.wasm', ...EXTENSIONS.map((name) => `${name}.tar.gz`)]
