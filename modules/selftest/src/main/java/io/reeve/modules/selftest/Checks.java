package io.reeve.modules.selftest;

import org.jspecify.annotations.Nullable;

/** Assertions whose messages name the expected result. */
final class Checks {
    private Checks() {}

    static void that(boolean ok, String what) {
        if (!ok) {
            throw new IllegalStateException(what);
        }
    }

    static void same(@Nullable Object is, @Nullable Object wanted, String what) {
        that(java.util.Objects.equals(is, wanted), what + " is " + is + ", not " + wanted);
    }

    /** Fails unless the code throws an exception of this type. */
    static void refuses(Class<? extends RuntimeException> type, Runnable code, String what) {
        try {
            code.run();
        } catch (RuntimeException e) {
            that(type.isInstance(e), what + " threw " + e + ", not a " + type.getSimpleName());
            return;
        }
        throw new IllegalStateException(what + " threw nothing, a " + type.getSimpleName() + " was due");
    }
}
