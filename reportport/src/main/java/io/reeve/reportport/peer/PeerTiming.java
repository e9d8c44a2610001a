package io.reeve.reportport.peer;

import java.time.Duration;

/**
 * How long things may take between peers.
 *
 * @param handshake    from accepting a connection to its hello
 * @param idle         an accepted connection without a frame is closed after this
 * @param ping         between two pings
 * @param alive        a peer lives while the last answered ping is younger
 * @param dial         a connect and the answer to the hello
 * @param again        between two reconnects that check whether a peer is dead
 * @param retry        the longest pause between two ordinary connects
 * @param pause        a longer gap between two ticks means that this process was stopped
 * @param suppression  how long a peer is not reported again that proved alive after a report
 */
record PeerTiming(Duration handshake, Duration idle, Duration ping, Duration alive, Duration dial, Duration again,
        Duration retry, Duration pause, Duration suppression) {
    static PeerTiming standard() {
        return new PeerTiming(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofMillis(500),
                Duration.ofMillis(1500), Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofSeconds(1),
                Duration.ofSeconds(1), Duration.ofMinutes(5));
    }
}
