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

/** The names that {@code get} knows, fixed when the state is made. */
final class DataCatalog {
    private final SortedMap<String, DataName> names = new TreeMap<>();

    /**
     * @throws IllegalArgumentException if a name is there twice
     */
    DataCatalog(Collection<DataName> names) {
        for (DataName name : names) {
            if (this.names.put(name.name(), name) != null) {
                throw new IllegalArgumentException("two data are named '" + name.name() + "'");
            }
        }
    }

    /** For each name a cell: that of the snapshot before if what it is made from is the same. */
    Map<String, Cell> cells(Snapshot now, @Nullable Snapshot before) {
        Map<String, Cell> cells = HashMap.newHashMap(names.size());
        names.forEach((text, name) -> cells.put(text,
                before != null && sameInputs(name, now, before) ? before.cell(text) : new Cell(name)));
        return cells;
    }

    private static boolean sameInputs(DataName name, Snapshot now, Snapshot before) {
        return name.inputs().stream().noneMatch(part -> now.differs(part, before));
    }

    /** The data of {@code WORD ARGUMENT}: an entry of the map named {@code WORD *}; null if there is no such map. */
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
        return new TreeSet<>(names.tailMap("!").keySet()); // a space comes before: those are shown to nobody
    }

    /** The data of one name, made at the first look at it. Shared by all snapshots in which it is the same. */
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
            synchronized (this) { // two may have made it: all get the one that was first
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
