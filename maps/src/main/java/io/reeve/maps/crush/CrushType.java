package io.reeve.maps.crush;

import java.util.Locale;
import java.util.Optional;

/** The levels of a crush hierarchy, with Ceph's numbers. A bucket holds only items of lower types. */
public enum CrushType {
    OSD(0), HOST(1), CHASSIS(2), RACK(3), ROW(4), PDU(5), POD(6), ROOM(7), DATACENTER(8), ZONE(9), REGION(10), ROOT(11);

    private final int number;

    CrushType(int number) {
        this.number = number;
    }

    /** The number: osd is 0. */
    public int number() {
        return number;
    }

    /** The name in commands and maps: {@code host}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name. */
    public static Optional<CrushType> of(String name) {
        for (CrushType type : values()) {
            if (type.wireName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static CrushType numbered(int number) {
        for (CrushType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new IllegalArgumentException(number + " is not the number of a crush type");
    }
}
