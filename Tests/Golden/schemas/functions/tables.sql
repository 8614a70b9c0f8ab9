-- Functions of a row: those that are fields of its type, and those that are not.

create type mood as enum ('good', 'so-so');

create table people (
    id integer primary key,
    first_name text not null,
    last_name text not null,
    born date,
    data text
);

create table visits (
    id integer primary key,
    person_id integer not null references people,
    cost numeric(8, 2) not null
);
create index visits_person_id_idx on visits (person_id);

create function full_name(people) returns text language sql immutable
    return $1.first_name || ' ' || $1.last_name;
comment on function full_name is 'First name, then last name.';

create function mood(people) returns mood language sql stable
    return case when $1.born is null then 'so-so'::mood else 'good' end;

-- Not for everybody; a parameter with a default.
create function spent(people, above numeric default 0) returns numeric language sql stable begin atomic
    select sum(cost) from visits where person_id = $1.id and cost > above;
end;
revoke execute on function spent from public;

-- Read anew in every session.
create function initials(people) returns text[] language plpgsql stable as
    $$ begin return array[left($1.first_name, 1), left($1.last_name, 1)]; end $$;

-- A relation has the name.
create function visits(people) returns bigint language sql stable begin atomic
    select count(*) from visits where person_id = $1.id;
end;

-- Given arguments, or answering with rows: called by requests, with the row.
create function greeting(people, word text, feeling mood default 'good') returns text language sql stable
    return word || $1.first_name;
comment on function greeting is 'A word, then the first name.';
create function latest(people, above numeric default 0) returns setof visits language sql stable begin atomic
    select * from visits where person_id = $1.id and cost > above order by cost desc;
end;
create function twin(people) returns people language sql stable return $1;

create function rename(people) returns text language sql volatile return $1.first_name;
create function owners(people) returns text language sql stable security definer return current_user;
create function nameless(people, integer) returns integer language sql stable return $2;
create function several(people) returns setof text language sql stable begin atomic select $1.first_name; end;
create function nobody(integer, people) returns integer language sql stable return $1;
