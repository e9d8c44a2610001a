package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.FencedWriter.Write;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

class LastWriteTest {
    private static final byte[] DATA = {};

    private static LastWrite last(List<Write> writes, List<Long> zxids) {
        return Objects.requireNonNull(LastWrite.of(writes, zxids));
    }

    private static Optional<Stat> at(long zxid) {
        Stat stat = new Stat();
        stat.setMzxid(zxid);
        return Optional.of(stat);
    }

    @Test
    void aWriteIsUndoneIfItsNodeIsOlderOrMissing() {
        LastWrite set = last(List.of(new Write.Delete("/a", -1), new Write.Set("/b", DATA, -1)),
                List.of(0L, 7L));
        assertThat(set.undone(at(6))).isEqualTo("node /b is in an older state than was written");
        assertThat(set.undone(Optional.empty())).isEqualTo("node /b is missing, and was written last");
        assertThat(set.undone(at(7))).isNull();
        assertThat(set.undone(at(8))).as("a later write of somebody else").isNull();
    }

    @Test
    void aDeletionIsUndoneIfItsNodeIsThere() {
        LastWrite deleted = last(List.of(new Write.Set("/b", DATA, -1), new Write.Delete("/a", -1)),
                List.of(7L, 0L));
        assertThat(deleted.undone(at(3))).isEqualTo("node /a is there, and was deleted");
        assertThat(deleted.undone(Optional.empty())).isNull();
    }

    @Test
    void aWriteWhoseTransactionIsUnknownSaysNothing() {
        assertThat(LastWrite.of(List.of(new Write.Create("/c", DATA)), List.of(0L))).isNull();
        assertThat(LastWrite.of(List.of(), List.of())).isNull();
    }
}
