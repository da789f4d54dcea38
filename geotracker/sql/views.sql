-- What QGIS and an API read. Dropped and made again with each publication, so that new columns reach them.
DROP VIEW IF EXISTS {schema}.events_qgis, {schema}.events_api, {schema}.control_latest;

CREATE VIEW {schema}.events_qgis AS
SELECT fid, "start", "end", event_id, kind, actor, place, settlement, facility, weapon, evidence,
       array_to_string(basis, '; ') AS basis, disputed, array_to_string(claimed_by, '; ') AS claimed_by,
       time_precision, geo_precision, place_confidence, radius_m, admin1, admin1_code, admin2, country, country_name,
       n_mentions, n_sources, excerpt, report_id, report_date, report_url, control, front_km, review, version, geom
FROM {schema}.events
WHERE row_status = 'active' AND geom IS NOT NULL;
COMMENT ON VIEW {schema}.events_qgis IS 'Active events that have a point; lists are joined. QGIS: the key is fid, the time fields are start and end.';

CREATE VIEW {schema}.events_api AS
SELECT e.*, coalesce(m.mentions, '[]'::json) AS mentions
FROM {schema}.events e
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object(
        'mention_id', mention_id, 'report_id', report_id, 'report_date', report_date, 'report_url', report_url,
        'evidence', evidence, 'claimed_by', claimed_by, 'excerpt', excerpt, 'endnotes', endnotes
    ) ORDER BY report_date, start_char) AS mentions
    FROM {schema}.mentions WHERE mentions.event_id = e.event_id
) m ON true
WHERE e.row_status = 'active';
COMMENT ON VIEW {schema}.events_api IS 'Active events, each with its mentions as JSON.';

CREATE VIEW {schema}.control_latest AS
SELECT DISTINCT ON (source, category) * FROM {schema}.control ORDER BY source, category, day DESC;
COMMENT ON VIEW {schema}.control_latest IS 'The newest day of each source and category.';
