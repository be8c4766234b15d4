-- The values of a column of order lines, or of the products that they name, as a type.
create type mart.{type} as enum (
    select {column} from source.{table} where {column} is not null
    union
    select {column} from source.{other} where {column} is not null
    union
    select '' -- a type needs a value, also where the data have none
    order by 1
);
