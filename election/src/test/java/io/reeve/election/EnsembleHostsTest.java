package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnsembleHostsTest {
    private static final String THREE = "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3/chroot";

    @Test
    void aDeadMemberCostsASixthOfTheSession() {
        assertThat(new EnsembleHosts(THREE, Duration.ofSeconds(6)).size()).isEqualTo(6);
        assertThat(new EnsembleHosts("127.0.0.1:1", Duration.ofSeconds(60)).size()).isEqualTo(6);
    }

    @Test
    void aShortSessionLeavesAMemberTimeToAnswer() {
        assertThat(new EnsembleHosts("127.0.0.1:1", Duration.ofSeconds(2)).size()).isEqualTo(4);
        assertThat(new EnsembleHosts(THREE, Duration.ofSeconds(1)).size()).isEqualTo(3);
    }

    @Test
    void allMembersComeInTurnWithoutLongPauses() {
        EnsembleHosts hosts = new EnsembleHosts(THREE, Duration.ofSeconds(6));
        Set<Integer> ports = new HashSet<>();
        long started = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            InetSocketAddress next = hosts.next(10_000);
            ports.add(next.getPort());
        }
        assertThat(ports).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
}
