"""What was known when: every version of every event, in the order in which it came in. Nothing in it is overwritten.

    data/ledger/changes.jsonl       a line a change: of a report, of control, of an event; a run ends with its own line
    data/ledger/mentions/…          what each version of a report said, as the store held it
    data/ledger/sectors/…           its word on directions
    data/ledger/control/…           each version of a day's polygons

Replaying the lines gives the events of the store; replaying those up to a day gives what was known on that day.
"""
