-- The columns that questions rest on: must = without it a row or an order cannot be read or told apart,
-- should = whole pages need it. All others are useful where they are filled.
create table mart.important_columns (table_name varchar, column_name varchar, importance varchar);

insert into mart.important_columns values
    ('transactions', 'order_id', 'must'),
    ('transactions', 'order_at', 'must'),
    ('transactions', 'amount', 'must'),
    ('transactions', 'customer_id', 'must'),
    ('transactions', 'product_id', 'should'),
    ('transactions', 'channel', 'should'),
    ('transactions', 'cost_amount', 'should'),
    ('customers', 'customer_id', 'must'),
    ('customers', 'customer_name', 'should'),
    ('customers', 'phone', 'should'),
    ('customers', 'email', 'should'),
    ('customers', 'region', 'should'),
    ('customers', 'relation_role', 'should'),
    ('customers', 'first_contact_on', 'should'),
    ('customers', 'owner_id', 'should'),
    ('products', 'product_id', 'must'),
    ('products', 'category', 'should'),
    ('products', 'unit_cost', 'should'),
    ('customer_costs', 'cost_id', 'must'),
    ('customer_costs', 'incurred_on', 'must'),
    ('customer_costs', 'cost_amount', 'must'),
    ('customer_costs', 'customer_id', 'should');
