package io.reeve.maps.osd;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The entry of a storage daemon in the OSD map. Weights are fixed-point numbers as in Ceph: {@link #IN} is 1.0.
 *
 * @param id        its number
 * @param up        whether it is taken to be working
 * @param weight    the part of its share of data that it gets: 0 is out, {@link #IN} is all
 * @param oldWeight the weight that it had before it was marked out
 * @param upFrom    the epoch in which it last came up
 * @param downAt    the epoch in which it last went down; 0 for never
 * @param downStamp when that was, in milliseconds since 1970; 0 for never
 * @param gid       of the process that is or was up
 * @param address   the address that this process reported from
 * @param destroyed whether it is gone for good, and its place kept for another one
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"id", "up", "weight", "oldWeight", "upFrom", "downAt", "downStamp", "gid", "address",
        "destroyed"})
public record Osd(int id, boolean up, int weight, int oldWeight, long upFrom, long downAt, long downStamp, long gid,
        String address, boolean destroyed) {
    /** The weight of a daemon that gets its full share. */
    public static final int IN = 0x10000;

    public Osd {
        if (id < 0) {
            throw new IllegalArgumentException("osd id " + id + " is negative");
        }
        if (weight < 0 || weight > IN) {
            throw new IllegalArgumentException("osd." + id + ": weight " + weight + " is not from 0 to " + IN);
        }
    }

    /** Whether it gets any data. */
    @JsonIgnore
    public boolean in() {
        return weight > 0;
    }

    /** A new one, as it first came up in this epoch. */
    static Osd first(OsdMapChange.Boot boot, long epoch) {
        return new Osd(boot.id(), true, boot.weight(), IN, epoch, 0, 0, boot.gid(), boot.address(), false);
    }

    Osd booted(long epoch, long newGid, String newAddress) {
        return new Osd(id, true, weight, oldWeight, epoch, downAt, downStamp, newGid, newAddress, false);
    }

    Osd down(long epoch, long millis) {
        return new Osd(id, false, weight, oldWeight, upFrom, epoch, millis, gid, address, destroyed);
    }

    Osd weighted(int newWeight) {
        return new Osd(id, up, newWeight, newWeight == 0 && weight > 0 ? weight : oldWeight, upFrom, downAt, downStamp,
                gid, address, destroyed);
    }

    Osd gone() {
        return new Osd(id, up, weight, oldWeight, upFrom, downAt, downStamp, gid, address, true);
    }
}
