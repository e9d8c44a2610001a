package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.FencedWriter.Write;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

class LastWriteTest {
    private static final byte[] DATA = {};
    private static final LastWrite WRITE = new LastWrite("/a/b", 7);

    private static Optional<Stat> written(long zxid) {
        Stat stat = new Stat();
        stat.setMzxid(zxid);
        return Optional.of(stat);
    }

    private static Optional<Stat> parent(long childrenChanged) {
        Stat stat = new Stat();
        stat.setPzxid(childrenChanged);
        return Optional.of(stat);
    }

    @Test
    void itIsTheLastWriteOfTheTransactionThatLeavesANode() {
        assertThat(LastWrite.of(List.of(new Write.Set("/a", DATA, -1), new Write.Set("/b", DATA, -1)), List.of(7L, 7L)))
                .contains(new LastWrite("/b", 7));
        assertThat(LastWrite.of(List.of(new Write.Set("/a", DATA, -1), new Write.Delete("/b", -1)), List.of(7L, 0L)))
                .contains(new LastWrite("/a", 7));
        assertThat(LastWrite.of(List.of(new Write.Delete("/b", -1)), List.of(0L))).isEmpty();
        assertThat(LastWrite.of(List.of(new Write.Create("/c", DATA)), List.of(0L))).as("unknown").isEmpty();
        assertThat(LastWrite.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void aWriteIsUndoneIfItsNodeIsOlder() {
        assertThat(WRITE.undone(written(6), parent(3))).isEqualTo("node /a/b is in an older state than was written");
        assertThat(WRITE.undone(written(7), parent(3))).isNull();
        assertThat(WRITE.undone(written(8), parent(3))).as("a later write of somebody else").isNull();
    }

    @Test
    void aWriteIsUndoneIfItsNodeIsMissingThoughNothingWasDeletedSince() {
        assertThat(WRITE.undone(Optional.empty(), parent(6))).isEqualTo("node /a/b is missing, and was written last");
        assertThat(WRITE.undone(Optional.empty(), parent(8))).as("deleted by hand").isNull();
        assertThat(WRITE.undone(Optional.empty(), Optional.empty())).as("the whole tree is gone").isNull();
    }
}
