package io.reeve.maps.osd;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The flags of an OSD map, with Ceph's bits (CEPH_OSDMAP_* in include/rados.h). */
public enum OsdFlag {
    PAUSERD(1 << 2), PAUSEWR(1 << 3), NOUP(1 << 5), NODOWN(1 << 6), NOOUT(1 << 7), NOIN(1 << 8), NOBACKFILL(
            1 << 9),
    NORECOVER(1 << 10), NOSCRUB(1 << 11), NODEEP_SCRUB(1 << 12), NOREBALANCE(1 << 14);

    private final int bit;

    OsdFlag(int bit) {
        this.bit = bit;
    }

    /** The name in commands and maps: {@code nodeep-scrub}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words that {@code osd set} takes; {@code pause} stands for two flags. */
    public static List<String> words() {
        return List.of("pause", "noup", "nodown", "noout", "noin", "nobackfill", "norebalance", "norecover", "noscrub",
                "nodeep-scrub");
    }

    /** The flags of a word. */
    public static List<String> of(String word) {
        return word.equals("pause") ? List.of(PAUSERD.wireName(), PAUSEWR.wireName()) : List.of(word);
    }

    static int bits(Collection<String> names) {
        int all = 0;
        for (OsdFlag flag : values()) {
            all |= names.contains(flag.wireName()) ? flag.bit : 0;
        }
        return all;
    }
}
