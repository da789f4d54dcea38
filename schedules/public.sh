#!/usr/bin/env bash
# public.sh MAPS PUBLIC: copy what a public refresh wrote in MAPS to the new folder PUBLIC, or fail and copy nothing.
# A private working copy is no site; neither are reports, polygons, the store, the ledger, what was fetched, or logs,
# which have no place in MAPS.
set -euo pipefail
maps=$1 public=$2

refuse() {
    echo "public.sh: $1" >&2
    exit 1
}

[[ -s $maps/index.html ]] || refuse "$maps/index.html is not there: geotracker refresh --public writes it"
[[ ! -e $public ]] || refuse "$public is there already: name a new folder"
private=$(grep -rliaF "private working copy" "$maps") && refuse "a private working copy is not published: ${private//$'\n'/, }"
strange=$(find "$maps" \( -type l -o -name "*.parquet" -o -name "*.jsonl" -o -name "*.log" -o -name "*.log.*" \
    -o -path "$maps/*reports/*" -o -path "$maps/*control/*" -o -path "$maps/*store/*" -o -path "$maps/*ledger/*" \
    -o -path "$maps/*fetched/*" -o -path "$maps/*logs/*" \) -print -quit)
[[ -z $strange ]] || refuse "$strange has no place among maps"

cp -R "$maps" "$public"
find "$public" -mindepth 1 \( -name ".*" -o -name README.md \) -prune -exec rm -rf {} +
