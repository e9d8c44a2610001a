package io.reeve.maps.crush;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;

/**
 * A rule of the hierarchy: which storage daemons take the copies of a pool, and what keeps them apart.
 *
 * @param id          its number, by which pools name it
 * @param name        its name
 * @param root        the id of the bucket below which the storage daemons are
 * @param deviceClass the class of their devices; empty for any
 * @param apart       the number of the {@link CrushType} of which no two copies share one
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"id", "name", "root", "deviceClass", "apart"})
public record CrushRule(int id, String name, int root, String deviceClass, int apart) {
    /** The number of the rule that pools have which were given no other; it is always there. */
    public static final int FIRST = 0;

    /** The largest number of rules, as in Ceph. */
    public static final int MOST = 256;

    /** The rule of a new cluster: one copy on each host below a root. */
    static CrushRule replicated(int root) {
        return new CrushRule(FIRST, "replicated_rule", root, "", CrushType.HOST.number());
    }

    /** The same rule by another name. */
    CrushRule named(String other) {
        return new CrushRule(id, other, root, deviceClass, apart);
    }

    /** The type of which no two copies share one. */
    CrushType apartBy() {
        return CrushType.numbered(apart);
    }

    /** Whether a device has the class that this rule wants. */
    boolean takes(Crush.Device device) {
        return deviceClass.isEmpty() || device.deviceClass().equals(deviceClass);
    }

    /** Whether any device has the class that this rule wants; without one crushtool does not know the class. */
    boolean takesAnyOf(Collection<Crush.Device> devices) {
        return deviceClass.isEmpty() || devices.stream().anyMatch(this::takes);
    }

    /** What the rule begins at: the name of its bucket, with {@code ~} and the class if it wants one, as in Ceph. */
    String take(Crush crush) {
        Crush.Bucket bucket = crush.buckets().get(root);
        return (bucket == null ? "" : bucket.name()) + (deviceClass.isEmpty() ? "" : "~" + deviceClass);
    }
}
