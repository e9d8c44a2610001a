package io.reeve.maps.osd;

/**
 * The part of a change that concerns one value: nothing, or the value from now on. That the new value is empty is not the same
 * as that nothing changed, so the two are different types.
 */
public sealed interface Replacement<T> {
    /** The value stays. */
    record Unchanged<T>() implements Replacement<T> {}

    /** The value is this from now on, which may be empty. */
    record To<T>(T value) implements Replacement<T> {}

    /** The difference between two values. */
    static <T> Replacement<T> between(T before, T after) {
        return before.equals(after) ? new Unchanged<>() : new To<>(after);
    }

    /** The value after this change of it. */
    default T of(T before) {
        return switch (this) {
            case Unchanged<T> _ -> before;
            case To<T>(T value) -> value;
        };
    }
}
