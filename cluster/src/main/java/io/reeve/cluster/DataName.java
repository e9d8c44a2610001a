package io.reeve.cluster;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A name under which {@code get} gives data, and the function that makes the data.
 *
 * @param name   as modules write it; {@code WORD *} is an object in which {@code WORD X} looks up X
 * @param inputs the parts that the data is made from; when one has changed, the next {@code get} makes it anew
 * @param build  makes the data from these parts alone: immutable Map, List, String, Number or Boolean; null while there is
 *               none. Runs on the reader's thread, perhaps on two at once
 */
public record DataName(String name, Set<StatePart<?>> inputs, Function<DataInputs, @Nullable Object> build) {
    // not compact: other modules would not see that build may return null
    public DataName(String name, Set<StatePart<?>> inputs, Function<DataInputs, @Nullable Object> build) {
        this.name = name;
        this.inputs = Set.copyOf(inputs);
        this.build = build;
    }
}
