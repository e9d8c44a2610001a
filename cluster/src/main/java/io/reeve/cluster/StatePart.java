package io.reeve.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A part of the cluster's state that changes as a whole; its value is immutable, and null until it is first set. A part
 * has changed when it holds another object. Parts are compared by identity: each is a constant.
 *
 * @param <T> the type of its value
 */
public final class StatePart<T> {
    private final String name;

    private StatePart(String name) {
        this.name = name;
    }

    /** A new part; the name appears in messages only. */
    public static <T> StatePart<T> of(String name) {
        return new StatePart<>(name);
    }

    @SuppressWarnings("unchecked") // values are put in by set(StatePart<T>, T) alone
    @Nullable
    T cast(@Nullable Object value) {
        return (T) value;
    }

    @Override
    public String toString() {
        return name;
    }
}
