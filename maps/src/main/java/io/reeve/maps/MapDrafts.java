package io.reeve.maps;

import io.reeve.maps.fs.FsDraft;
import io.reeve.maps.osd.OsdMapDraft;

/** The next epoch of each map while it is being made. */
record MapDrafts(OsdMapDraft osd, FsDraft fs) {}
