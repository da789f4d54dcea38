-- Merging may have moved mentions from one event to another; a mention whose event was not published has none.
UPDATE {schema}.mentions m SET event_id = e.event_id
FROM (SELECT event_id, unnest(mention_ids) AS mention_id FROM {schema}.events) e
WHERE m.mention_id = e.mention_id AND m.event_id IS DISTINCT FROM e.event_id;

UPDATE {schema}.mentions m SET event_id = NULL
WHERE event_id IS NOT NULL AND NOT EXISTS (SELECT FROM {schema}.events e WHERE e.event_id = m.event_id);

-- Every mention has its event now, or none.
SET CONSTRAINTS ALL IMMEDIATE;
