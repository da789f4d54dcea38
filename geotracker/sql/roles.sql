-- Two roles to grant to people: one reads, one also publishes.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'geotracker_reader') THEN
        CREATE ROLE geotracker_reader NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'geotracker_writer') THEN
        CREATE ROLE geotracker_writer NOLOGIN;
    END IF;
END
$$;
GRANT USAGE ON SCHEMA {schema} TO geotracker_reader, geotracker_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO geotracker_reader, geotracker_writer;
GRANT INSERT, UPDATE, DELETE ON {schema}.events, {schema}.mentions, {schema}.control, {schema}.control_change,
    {schema}.front_line, {schema}.regions, {schema}.parts TO geotracker_writer;
-- What was is only ever added to.
GRANT INSERT ON {schema}.events_history, {schema}.publications TO geotracker_writer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO geotracker_writer;
