package io.reeve.election;

import java.util.List;

/**
 * The only way to write durable state: one transaction that also checks that the epoch is still the writer's and that the
 * writer's active node exists. There is no unfenced write.
 */
public interface FencedWriter {
    /** The epoch under which this writer writes. */
    long epoch();

    /** Whether a write would be refused at once because the lease ran out or the connection is lost. */
    boolean isFrozen();

    /**
     * Writes all or nothing, and returns when it is persisted.
     *
     * @return for each write the transaction id (mzxid) that it got; 0 for a delete
     * @throws ConflictException                      a write itself was refused: the node is there already, is not there,
     *                                                or has another version. Nothing was written
     * @throws io.reeve.api.FrozenException           not sent
     * @throws io.reeve.api.NotActiveException        refused by the fence: never try again
     * @throws io.reeve.api.OutcomeUnknownException   sent, answer lost, and it could not be read back in time
     */
    List<Long> commit(List<Write> writes) throws ConflictException;

    /** One write of a transaction. */
    sealed interface Write {
        /** The node that is written. */
        String path();

        /** Creates a persistent node; its parent must be there. */
        @SuppressWarnings("ArrayRecordComponent")
        record Create(String path, byte[] data) implements Write {}

        /** Replaces a node's bytes; version -1 for any. */
        @SuppressWarnings("ArrayRecordComponent")
        record Set(String path, byte[] data, int version) implements Write {}

        /** Deletes a node that has no children; version -1 for any. */
        record Delete(String path, int version) implements Write {}
    }

    /** A write was refused for a reason of its own, not by the fence. */
    final class ConflictException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int index;
        private final Reason reason;

        /** Why. */
        public enum Reason {
            NODE_EXISTS, NO_NODE, BAD_VERSION, NOT_EMPTY, OTHER
        }

        public ConflictException(int index, Reason reason, String message) {
            super(message);
            this.index = index;
            this.reason = reason;
        }

        /** Which of the writes, from 0. */
        public int index() {
            return index;
        }

        /** Why. */
        public Reason reason() {
            return reason;
        }
    }
}
