package io.reeve.cluster;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A name that {@code get} knows, and how its data is made.
 *
 * @param name   as modules write it; {@code WORD *} is a map in which {@code WORD X} looks up X
 * @param inputs the parts that it is made from; the data is made anew, at the first {@code get}, when one has changed
 * @param build  makes the data from these parts alone: immutable Map, List, String, Number, Boolean; null for nothing yet.
 *               Runs on the reader's thread, perhaps on two at once
 */
public record DataName(String name, Set<Part<?>> inputs, Function<DataInputs, @Nullable Object> build) {
    public DataName {
        inputs = Set.copyOf(inputs);
    }
}
