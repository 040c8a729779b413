-- Prints src/schema.rs from the catalogue of a migrated database.
WITH columns AS (
    SELECT c.relname AS table_name, a.attname AS column_name, a.attnum,
        CASE t.typname
            WHEN 'uuid' THEN 'Uuid' WHEN 'text' THEN 'Text' WHEN 'bytea' THEN 'Binary' WHEN 'bool' THEN 'Bool'
            WHEN 'int2' THEN 'SmallInt' WHEN 'int4' THEN 'Integer' WHEN 'int8' THEN 'BigInt'
            WHEN 'float8' THEN 'Double' WHEN 'timestamptz' THEN 'Timestamptz' WHEN 'jsonb' THEN 'Jsonb'
            WHEN '_text' THEN 'Array<Text>'
            ELSE 'Unmapped_' || t.typname END AS sql_type,
        a.attnotnull
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname !~ '^__'
), keys AS (
    SELECT c.relname AS table_name, string_agg(a.attname, ', ' ORDER BY k.ord) AS key
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, ord)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    WHERE i.indisprimary GROUP BY c.relname
), tables AS (
    SELECT format(E'diesel::table! {\n    %s (%s) {\n%s    }\n}\n', table_name, (SELECT key FROM keys k WHERE k.table_name = c.table_name),
        string_agg(format(E'        %s -> %s,\n', column_name,
            CASE WHEN attnotnull THEN sql_type ELSE 'Nullable<' || sql_type || '>' END), '' ORDER BY attnum)) AS text,
        table_name
    FROM columns c GROUP BY table_name
)
SELECT E'// Generated from the migrated database by tests/schema.rs; do not edit.\n\n'
    || string_agg(text, E'\n' ORDER BY table_name)
    || E'\ndiesel::allow_tables_to_appear_in_same_query!('
    || string_agg(table_name, ', ' ORDER BY table_name) || E');\n' AS schema
FROM tables;
