package io.reeve.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.Identity;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KnownClusterTest {
    private final KnownCluster cluster = new KnownCluster();

    private static Hello hello(String fsid, long epoch) {
        return Hello.of(Frame.MANAGER, new Identity("a", 1, "reeve", fsid, epoch));
    }

    @RepeatedTest(50)
    void noClaimRaisesTheEpochThatAManagerHasConfirmed(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        cluster.greeted("osd.0", "127.0.0.1:1", hello("one", 7));
        cluster.confirmed(7);
        for (int i = 0; i < 100; i++) {
            long claimed = random.nextLong(0, 1L << 53);
            cluster.greeted("osd.0", "127.0.0.1:2", hello("one", claimed));
            assertThat(cluster.isFresh(claimed)).isEqualTo(claimed >= 7);
            assertThat(cluster.epoch()).as("claimed %d", claimed).isEqualTo(7);
        }
    }

    @Test
    void theEpochIsForgottenWithTheClusterAndWhenAllManagersNameALowerOne() {
        cluster.greeted("osd.0", "127.0.0.1:1", hello("one", 7));
        cluster.confirmed(7);
        cluster.reset(3);
        assertThat(cluster.isFresh(3)).isTrue();
        cluster.confirmed(9);
        cluster.greeted("osd.0", "127.0.0.1:1", hello("two", 1));
        assertThat(cluster.isFresh(1)).isTrue();
    }
}
