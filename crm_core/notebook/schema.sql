create table if not exists entries (
    entry_id integer primary key autoincrement,
    kind text not null,
    title text not null,
    body text not null,
    owner text not null,
    made_at text not null,
    made_by text not null,
    removed_at text
)
