"""Records into GeoDataFrames: places, events, regions."""
