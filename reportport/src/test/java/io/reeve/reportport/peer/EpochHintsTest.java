package io.reeve.reportport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What claims of epochs do to a manager. */
class EpochHintsTest {
    private static final long HIGHEST = Identity.NUMBER_LIMIT - 1;

    @Test
    void anySequenceOfClaimsOnlyAsksForAReadNowAndThen() {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = new Random(seed);
            Node.Clock clock = new Node.Clock();
            long[] known = {random.nextLong(100)};
            List<Long> asked = new ArrayList<>();
            EpochHints hints = new EpochHints(() -> new Identity("a", 1, "reeve", Node.FSID, known[0]), asked::add,
                    clock);
            long begin = clock.getAsLong();
            for (int i = 0; i < 500; i++) {
                hints.claimed(random.nextInt(4) == 0 ? "another" : Node.FSID, claim(random, known[0]));
                clock.advance(Duration.ofMillis(random.nextInt(20)));
                known[0] += random.nextInt(50) == 0 ? 1 : 0;
            }
            long seconds = Duration.ofNanos(clock.getAsLong() - begin).toSeconds();
            assertThat(asked.size()).as("reads in %d s, seed %d", seconds, seed).isLessThanOrEqualTo((int) seconds + 1);
            long first = known[0];
            assertThat(asked).as("seed %d", seed).allMatch(claimed -> claimed > 0 && first < 1000);
        }
    }

    private static long claim(RandomGenerator random, long known) {
        return switch (random.nextInt(4)) {
            case 0 -> HIGHEST;
            case 1 -> known;
            case 2 -> random.nextLong(Identity.NUMBER_LIMIT);
            default -> random.nextLong(200);
        };
    }

    @Test
    void strangersWithAnyEpochChangeNeitherWhatAManagerTellsNorItsConnections() throws IOException {
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        try (Node a = new Node("a", 1); Node b = new Node("b", 2)) {
            a.epoch = 6;
            b.epoch = 6;
            a.sees(b.record());
            b.sees(a.record());
            org.awaitility.Awaitility.await().until(() -> a.peers.isConnected(2) && b.peers.isConnected(1));
            for (int i = 0; i < 100; i++) {
                stranger(random, random.nextBoolean() ? a : b, seed);
            }
            assertThat(List.of(a.peers.state(2), b.peers.state(1))).as("seed %d", seed)
                    .containsOnly(PeerLink.State.CONNECTED);
            org.awaitility.Awaitility.await().until(() -> a.peers.isConnected(2) && b.peers.isConnected(1));
        }
    }

    private static void stranger(RandomGenerator random, Node to, long seed) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.portNumber())) {
            socket.setSoTimeout(60_000);
            long claimed = claim(random, 6);
            String kind = random.nextBoolean() ? Frame.MANAGER : Frame.PROBE;
            Frames.write(socket,
                    Frame.Hello.of(kind, new Identity("zzz", 3 + random.nextInt(1000), "reeve", Node.FSID, claimed)));
            assertThat(((Frame.Hello) Frames.read(socket)).from().epoch()).as("seed %d", seed).isEqualTo(6);
            if (kind.equals(Frame.MANAGER)) {
                Frames.write(socket, new Frame.Ping(1, claim(random, 6)));
                assertThat(Frames.read(socket)).as("seed %d", seed).isEqualTo(new Frame.Pong(1, 6, true));
            }
        }
    }
}
