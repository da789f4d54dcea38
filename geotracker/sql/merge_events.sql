-- Bring `incoming_events`, the whole of the changed parts, into events; what it replaces goes to events_history.
INSERT INTO {schema}.events_history ({columns}, version, part, geom, digest, changed_at, replaced_at, why)
SELECT {e_columns}, e.version, e.part, e.geom, e.digest, e.changed_at, now(), 'changed'
FROM {schema}.events e JOIN incoming_events i USING (event_id) WHERE e.digest <> i.digest;

INSERT INTO {schema}.events_history ({columns}, version, part, geom, digest, changed_at, replaced_at, why)
SELECT {e_columns}, e.version, e.part, e.geom, e.digest, e.changed_at, now(), 'gone'
FROM {schema}.events e
WHERE e.part = ANY (SELECT part FROM changed_parts)
  AND NOT EXISTS (SELECT FROM incoming_events i WHERE i.event_id = e.event_id);

DELETE FROM {schema}.events e
WHERE e.part = ANY (SELECT part FROM changed_parts)
  AND NOT EXISTS (SELECT FROM incoming_events i WHERE i.event_id = e.event_id);

INSERT INTO {schema}.events ({columns}, part, geom, digest, version)
SELECT {i_columns}, i.part, i.geom, i.digest,
       coalesce((SELECT max(h.version) FROM {schema}.events_history h WHERE h.event_id = i.event_id), 0) + 1
FROM incoming_events i
ON CONFLICT (event_id) DO UPDATE SET
    {updates}, part = excluded.part, geom = excluded.geom, digest = excluded.digest,
    version = events.version + 1, changed_at = now()
WHERE events.digest <> excluded.digest;
