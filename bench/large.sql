-- A database of 500 tables of 12 columns with foreign keys, for what the size of a schema costs.
do $$
begin
    for n in 1..500 loop
        execute format(
            'create table public.t%1$s (
                id bigint generated always as identity primary key,
                parent_id bigint references public.t%2$s (id),
                owner_id bigint not null references public.t1 (id),
                name text not null unique,
                note text,
                amount numeric(12, 2),
                quantity integer not null default 0,
                weight double precision,
                is_open boolean not null default true,
                happened_on date,
                created_at timestamp with time zone not null default now(),
                labels jsonb)',
            n, greatest(1, n - 1));
    end loop;
end
$$;
