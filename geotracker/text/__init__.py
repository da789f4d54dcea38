"""Words into records: reports are read and events extracted."""
