package io.reeve.modules.selftest;

import org.jspecify.annotations.Nullable;

/** Tests that say what was wanted. */
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

    /** The code must throw an exception of this type. */
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
