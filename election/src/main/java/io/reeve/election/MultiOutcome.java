package io.reeve.election;

import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;

/** How one ZooKeeper transaction ended. */
sealed interface MultiOutcome {
    /** Persisted. */
    record Done(List<OpResult> results) implements MultiOutcome {}

    /** Nothing was written: operation {@code index} was refused. */
    record Refused(int index, KeeperException.Code code) implements MultiOutcome {}

    /** It has happened or it has not: no answer came. */
    record Lost(KeeperException.Code code) implements MultiOutcome {}

    default ElectionEvent.Reply reply() {
        return switch (this) {
            case Done _ -> ElectionEvent.Reply.OK;
            case Refused _ -> ElectionEvent.Reply.REFUSED;
            case Lost _ -> ElectionEvent.Reply.LOST;
        };
    }
}
