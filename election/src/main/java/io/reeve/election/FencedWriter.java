package io.reeve.election;

import java.util.List;

/**
 * The only way to write durable state: each transaction also checks that the epoch is still the writer's and that the
 * writer's active node exists. There is no unfenced write.
 */
public interface FencedWriter {
    /** The epoch to which this writer's transactions are bound. */
    long epoch();

    /** Whether a write would be refused without being sent, since the lease ran out or the connection is lost. */
    boolean isFrozen();

    /**
     * Writes everything or nothing, and returns when it is persisted.
     *
     * @return the transaction id (mzxid) of each write, in the same order; 0 for a delete
     * @throws ConflictException                      if one of the writes was refused for its node: it exists, does not
     *                                                exist, or has another version. Nothing was written
     * @throws io.reeve.api.FrozenException           if the writer is frozen; nothing was sent
     * @throws io.reeve.api.NotActiveException        if the fence refused the transaction: do not try again
     * @throws io.reeve.api.OutcomeUnknownException   if it was sent, its answer was lost, and reading back failed
     */
    List<Long> commit(List<Write> writes) throws ConflictException;

    /** One write of a transaction. */
    sealed interface Write {
        /** The node that is written. */
        String path();

        /** The creation of a persistent node, whose parent must exist. */
        @SuppressWarnings("ArrayRecordComponent")
        record Create(String path, byte[] data) implements Write {}

        /** The replacement of a node's bytes; version -1 for any. */
        @SuppressWarnings("ArrayRecordComponent")
        record Set(String path, byte[] data, int version) implements Write {}

        /** The deletion of a node that has no children; version -1 for any. */
        record Delete(String path, int version) implements Write {}
    }

    /** The failure of a write that was refused because of its own node, not by the fence. */
    final class ConflictException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int index;
        private final Reason reason;

        /** The reason for a refusal. */
        public enum Reason {
            NODE_EXISTS, NO_NODE, BAD_VERSION, NOT_EMPTY, OTHER
        }

        public ConflictException(int index, Reason reason, String message) {
            super(message);
            this.index = index;
            this.reason = reason;
        }

        /** The index of the refused write in the transaction, from 0. */
        public int index() {
            return index;
        }

        /** The reason for the refusal. */
        public Reason reason() {
            return reason;
        }
    }
}
