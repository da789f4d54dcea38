-- What was published when, part by part: a part is a file of the store, and one that is as it was is not sent again.
CREATE TABLE IF NOT EXISTS {schema}.publications (
    publication bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    published_at timestamptz NOT NULL DEFAULT now(),
    program text NOT NULL,
    parts integer NOT NULL,
    events_new integer NOT NULL DEFAULT 0,
    events_changed integer NOT NULL DEFAULT 0,
    events_gone integer NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS {schema}.parts (
    part text PRIMARY KEY,
    digest text NOT NULL
);
COMMENT ON SCHEMA {schema} IS 'geotracker: a private working copy of what published reports say. What may be passed on is recorded in data/sources.toml of the workspace, which was not asked here.';
