package io.reeve.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The data names of a state; the set is fixed when the state is made. */
final class DataCatalog {
    private final SortedMap<String, DataName> names = new TreeMap<>();

    /**
     * @throws IllegalArgumentException if a name is given twice
     */
    DataCatalog(Collection<DataName> names) {
        for (DataName name : names) {
            if (this.names.put(name.name(), name) != null) {
                throw new IllegalArgumentException("two data names are '" + name.name() + "'");
            }
        }
    }

    /** The cell of each name; shared with the snapshot before if none of the inputs has changed. */
    Map<String, Cell> cells(Snapshot now, @Nullable Snapshot before) {
        Map<String, Cell> cells = HashMap.newHashMap(names.size());
        names.forEach((text, name) -> cells.put(text,
                before != null && sameInputs(name, now, before) ? before.cell(text) : new Cell(name)));
        return cells;
    }

    private static boolean sameInputs(DataName name, Snapshot now, Snapshot before) {
        return name.inputs().stream().noneMatch(part -> now.differs(part, before));
    }

    /** The data of {@code WORD ARGUMENT}: an entry of the object named {@code WORD *}; null if there is no such object. */
    @Nullable
    Object withArgument(Snapshot snapshot, String text) {
        int space = text.indexOf(' ');
        DataName name = space < 0 ? null : names.get(text.substring(0, space) + " *");
        if (name == null) {
            return null;
        }
        Object found = ((Map<?, ?>) snapshot.cell(name.name()).required(snapshot)).get(text.substring(space + 1));
        return found == null ? Map.of() : found;
    }

    SortedSet<String> all() {
        return new TreeSet<>(names.tailMap("!").keySet()); // names that begin with a space sort before it; they are internal
    }

    /** The data of one name, made when it is first read. Shared by all snapshots in which it is the same. */
    static final class Cell {
        private static final Object NOTHING = new Object();
        private final DataName name;
        private volatile @Nullable Object made;

        Cell(DataName name) {
            this.name = name;
        }

        @Nullable
        Object get(Snapshot snapshot) {
            Object known = made;
            return known == null ? make(snapshot) : unwrapped(known);
        }

        Object required(Snapshot snapshot) {
            return Objects.requireNonNull(get(snapshot), name.name());
        }

        private @Nullable Object make(Snapshot snapshot) {
            Object built = name.build().apply(new DataInputs(snapshot, name));
            synchronized (this) { // two readers may have made it: everybody gets the first
                if (made == null) {
                    made = built == null ? NOTHING : built;
                }
                return unwrapped(made);
            }
        }

        @SuppressWarnings("ReferenceEquality") // a marker
        private static @Nullable Object unwrapped(Object known) {
            return known == NOTHING ? null : known;
        }
    }
}
