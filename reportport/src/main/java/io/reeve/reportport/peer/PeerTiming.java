package io.reeve.reportport.peer;

import io.reeve.api.Backoff;
import java.time.Duration;

/**
 * The times of the connections between peers.
 *
 * @param handshake    from accepting a connection to its hello
 * @param idle         the time without a frame after which an accepted connection is closed
 * @param ping         between two pings
 * @param alive        the largest age of the last answered ping of a peer that is alive
 * @param dial         a connect and the answer to the hello
 * @param again        between two reconnects that check whether a peer is dead
 * @param redial       the pauses between two ordinary connects
 * @param pause        the longest gap between two ticks; a longer one means that this process was stopped
 * @param suppression  how long evidence about a peer is ignored after it was reported dead and proved alive
 */
record PeerTiming(Duration handshake, Duration idle, Duration ping, Duration alive, Duration dial, Duration again,
        Backoff redial, Duration pause, Duration suppression) {
    static PeerTiming standard() {
        return new PeerTiming(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofMillis(500),
                Duration.ofMillis(1500), Duration.ofSeconds(1), Duration.ofMillis(20),
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)),
                Duration.ofSeconds(1), Duration.ofMinutes(5));
    }
}
