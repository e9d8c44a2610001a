/** The OSD map: storage daemons, pools, flags. */
@NullMarked
package io.reeve.maps.osd;

import org.jspecify.annotations.NullMarked;
