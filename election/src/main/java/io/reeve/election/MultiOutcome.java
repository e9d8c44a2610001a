package io.reeve.election;

import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;

/** The outcome of one ZooKeeper transaction. */
sealed interface MultiOutcome {
    /** Persisted. */
    record Done(List<OpResult> results) implements MultiOutcome {}

    /** Refused at operation {@code index}; nothing was written. */
    record Refused(int index, KeeperException.Code code) implements MultiOutcome {
        /** Whether the same transaction is refused whatever others write: an ACL or a quota forbids it. */
        boolean isForGood() {
            return switch (code) {
                case BADVERSION, NODEEXISTS, NONODE, NOTEMPTY, RUNTIMEINCONSISTENCY -> false;
                default -> true;
            };
        }
    }

    /** Unknown, since no answer came: it has happened or it has not. */
    record Lost(KeeperException.Code code) implements MultiOutcome {}

    default ElectionEvent.Reply reply() {
        return switch (this) {
            case Done _ -> ElectionEvent.Reply.OK;
            case Refused refused -> refused.isForGood() ? ElectionEvent.Reply.DENIED : ElectionEvent.Reply.REFUSED;
            case Lost _ -> ElectionEvent.Reply.LOST;
        };
    }
}
