-- Bring `incoming_events`, the whole of the changed parts, into events; what it replaces goes to events_history.
CREATE TEMP VIEW digested_events AS
SELECT {columns}, part, geom, md5(incoming_events::text) AS digest FROM incoming_events;

INSERT INTO {schema}.events_history ({columns}, version, part, geom, digest, changed_at, replaced_at, why)
SELECT {e_columns}, e.version, e.part, e.geom, e.digest, e.changed_at, now(), 'changed'
FROM {schema}.events e JOIN digested_events i USING (event_id) WHERE e.digest <> i.digest;

INSERT INTO {schema}.events_history ({columns}, version, part, geom, digest, changed_at, replaced_at, why)
SELECT {e_columns}, e.version, e.part, e.geom, e.digest, e.changed_at, now(), 'gone'
FROM {schema}.events e
WHERE e.part = ANY (SELECT part FROM changed_parts)
  AND NOT EXISTS (SELECT FROM incoming_events i WHERE i.event_id = e.event_id);

DELETE FROM {schema}.events e
WHERE e.part = ANY (SELECT part FROM changed_parts)
  AND NOT EXISTS (SELECT FROM incoming_events i WHERE i.event_id = e.event_id);

UPDATE {schema}.events e SET
    {updates}, part = i.part, geom = i.geom, digest = i.digest, version = e.version + 1, changed_at = now()
FROM digested_events i WHERE e.event_id = i.event_id AND e.digest <> i.digest;

INSERT INTO {schema}.events ({columns}, part, geom, digest, version)
SELECT {i_columns}, i.part, i.geom, i.digest,
       coalesce((SELECT max(h.version) FROM {schema}.events_history h WHERE h.event_id = i.event_id), 0) + 1
FROM digested_events i
WHERE NOT EXISTS (SELECT FROM {schema}.events e WHERE e.event_id = i.event_id);
