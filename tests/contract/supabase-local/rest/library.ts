/** A lending library: every kind of relationship, type and privilege that the suites ask about. */
export const ANA = '00000000-0000-4000-8000-00000000000a'
export const BEN = '00000000-0000-4000-8000-00000000000b'

const TABLES = `
create table authors (
  id int primary key,
  name text not null,
  born date,
  mentor_id int references authors (id)
);
comment on table authors is 'Who writes';
create table publishers (id int primary key, name text not null, city text);
create table books (
  id int primary key,
  title text not null,
  author_id int references authors (id),
  publisher_id int references publishers (id),
  translator_id int references authors (id),
  price numeric(20, 10),
  copies bigint not null default 1,
  tags text[] not null default '{}',
  details jsonb,
  printed boolean,
  lent daterange,
  words tsvector generated always as (to_tsvector('english', title)) stored
);
create table covers (book_id int primary key references books (id), colour text not null);
create table genres (id int primary key, name text not null unique);
create table book_genres (
  book_id int references books (id),
  genre_id int references genres (id),
  is_main boolean not null default false,
  primary key (book_id, genre_id)
);
create table reviews (
  id bigint generated always as identity primary key,
  book_id int not null references books (id),
  stars int not null check (stars between 1 and 5),
  text text not null default 'No comment.',
  written timestamptz not null default '2026-01-02 03:04:05+00'
);
create table "odd name" ("the key" int primary key, "a ""quoted"" one" text, "x-y" text);
create domain shade as int;
create function shown(shade) returns json language sql immutable
  as $$ select to_json('#' || lpad(to_hex($1), 6, '0')) $$;
create function read(text) returns shade language sql immutable
  as $$ select ('x' || lpad(trim(leading '#' from $1), 8, '0'))::bit(32)::int $$;
create function read(json) returns shade language sql immutable as $$ select read($1 #>> '{}') $$;
create cast (shade as json) with function shown(shade) as implicit;
create cast (json as shade) with function read(json) as implicit;
create cast (text as shade) with function read(text) as implicit;
create table paints (id int primary key, shade shade);
insert into paints values (1, 255), (2, 65280);
create schema private;
create table private.ledger (id int generated always as identity primary key, book_id int references books (id));
create view author_stats as
  select a.name as id, a.id as author_id, (select count(b.id) as id from books b where b.author_id = a.id) as written
  from authors a left join (select id, name from publishers) p on p.id = a.id;
create view cheap_books as select id, title as name, author_id, price from books where price < 10;
`

const ROWS = `
insert into authors values (1, 'Ada', '1815-12-10', null), (2, 'Brontë', null, 1), (3, 'Čapek', '1890-01-09', 1);
insert into publishers values (1, 'Aldus', 'Venice'), (2, 'Elzevir', null);
insert into books values
  (1, 'Notes on the engine', 1, 1, null, 12.5000000001, 9007199254740993, '{maths,"a b"}',
    '{"pages": 66, "parts": [{"name": "G"}], "isbn": "12"}', true, '[2026-01-01,2026-02-01)'),
  (2, 'Jane', 2, 1, 3, 8, 2, '{novel}', '{"pages": 500}', false, null),
  (3, 'Villette', 2, 2, null, 9.99, 1, '{novel,travel}', null, null, '[2026-03-01,2026-04-01)'),
  (4, 'Robots, "R.U.R." (100%)', 3, null, null, null, 3, '{}', '{"pages": 90}', true, null),
  (5, 'Nobody''s', null, null, null, 1, 1, '{}', null, true, null);
insert into covers values (1, 'blue'), (2, 'red');
insert into genres values (1, 'science'), (2, 'romance'), (3, 'drama');
insert into book_genres values (1, 1, true), (2, 2, true), (2, 3, false), (4, 1, false), (4, 3, true);
insert into reviews (book_id, stars, text) values (1, 5, 'Fine'), (1, 3, 'Long'), (2, 4, 'Good'), (4, 2, 'Odd');
insert into "odd name" values (1, 'one', 'dash');
`

const PEOPLE = `
create table notes (
  id uuid primary key default gen_random_uuid(),
  owner uuid not null default auth.uid(),
  text text not null check (text <> '' and text <> 'private'),
  is_public boolean not null default false,
  secret text
);
alter table notes enable row level security;
create policy "own or public" on notes for select using (is_public or owner = auth.uid());
create policy "own in" on notes for insert with check (owner = auth.uid());
create policy "own change" on notes for update using (owner = auth.uid());
create policy "own end" on notes for delete using (owner = auth.uid());
revoke all on notes from anon, authenticated;
grant select (id, owner, text, is_public) on notes to anon;
grant select, insert, update, delete on notes to authenticated;
create table inbox (id int primary key, text text);
grant insert on inbox to anon;
create table staff (id int primary key);
`

const FUNCTIONS = `
create function add(a int, b int default 1) returns int language sql immutable as 'select a + b';
create function total(variadic numbers int[]) returns bigint language sql immutable
  as 'select sum(n) from unnest(numbers) n';
create function echo(json) returns json language sql immutable as 'select $1';
create function size(bytea) returns int language sql immutable as 'select length($1)';
create function loosen(value text) returns text language sql
  as $$ select set_config('standard_conforming_strings', value, false) $$;
create function shout(text) returns text language sql immutable as 'select upper($1)';
create function books_by(author text) returns setof books language sql stable
  as 'select b.* from books b join authors a on a.id = b.author_id where a.name = author';
create function newest() returns books language sql stable as 'select * from books order by id desc limit 1';
create function pair(out left_one int, out right_one text) language sql as $$ select 1, 'r' $$;
create function numbers() returns setof int language sql stable as 'select * from generate_series(1, 4)';
create function spans() returns table (from_day date, days int) language sql stable
  as $$ values (date '2026-01-01', 3), (date '2026-02-01', 4) $$;
create function nothing() returns void language sql as 'select';
create function note_it(id int, text text) returns void language sql as 'insert into staff values (id)';
create function over(a int) returns text language sql as $$ select 'int' $$;
create function over(a text) returns text language sql as $$ select 'text' $$;
create function claims() returns jsonb language sql stable as $$ select jsonb_build_object(
  'role', current_user, 'sub', auth.uid(), 'method', current_setting('request.method'),
  'path', current_setting('request.path'),
  'header', current_setting('request.headers')::json ->> 'x-odd',
  'cookie', current_setting('request.cookies')::json ->> 'a', 'zone', current_setting('timezone')) $$;
create function refuse(code text, message text default 'no', detail text default '', hint text default '')
  returns void language plpgsql as $$
  begin raise exception using errcode = code, message = message, detail = detail, hint = hint; end $$;
create function plain_refusal() returns void language plpgsql
  as $$ begin raise exception 'No more than % books', 3; end $$;
create function answer_as(headers text, status text) returns text language plpgsql as $$ begin
  perform set_config('response.headers', headers, true);
  perform set_config('response.status', status, true);
  return 'said'; end $$;
create function full_title(books) returns text language sql stable as $$ select $1.title || ' #' || $1.id $$;
create function praise(books) returns setof reviews language sql stable
  as 'select * from reviews where book_id = $1.id and stars > 3';
create function best_review(books) returns setof reviews rows 1 language sql stable
  as 'select * from reviews where book_id = $1.id order by stars desc limit 1';
`

const GRANTS = `
grant select, insert, update, delete on authors, publishers, books, covers, genres, book_genres, reviews, "odd name"
  to anon, authenticated, service_role;
grant select, insert, update on paints to anon;
grant select on cheap_books, author_stats to anon, authenticated;
grant insert, select, update, delete on staff to service_role;
grant all on notes to service_role;
`

export const LIBRARY = TABLES + ROWS + PEOPLE + FUNCTIONS + GRANTS
