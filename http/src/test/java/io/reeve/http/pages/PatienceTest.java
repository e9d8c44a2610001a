package io.reeve.http.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void nothingForTheLongestTimeEndsIt() {
        Patience patience = new Patience(Duration.ofMillis(20), LONG, "the client has not sent anything for ");

        assertThatThrownBy(() -> patience.await(PatienceTest::nothing))
                .hasMessage("the client has not sent anything for 20 ms");
    }

    @Test
    void aByteNowAndThenEndsItWhenTheGraceIsUsedUp() {
        Patience patience = new Patience(LONG, Duration.ofSeconds(1), "never");
        int[] bytes = {0};

        assertThatThrownBy(() -> {
            while (true) {
                patience.await(_ -> !nothing(Duration.ofMillis(100).toNanos()));
                patience.moved(1);
                bytes[0]++;
            }
        }).isInstanceOf(Patience.SlowClientException.class).hasMessageContaining("slower than 500 bytes per second");

        assertThat(bytes[0]).isBetween(1, 15);
    }

    @Test
    void aClientOfWhichMoreIsAskedIsMeasuredByThat() {
        Patience patience = new Patience(LONG, Duration.ofMillis(50), 1_000_000, "never");
        patience.moved(100_000); // enough for 200 s at the usual rate, and for 100 ms at this one

        assertThatThrownBy(() -> {
            while (true) {
                patience.await(_ -> !nothing(Duration.ofMillis(20).toNanos()));
            }
        }).hasMessageContaining("slower than 1000000 bytes per second");
    }

    @Test
    void clientThatKeepsTheRateMayTakeAsLongAsItNeeds() {
        Patience patience = new Patience(LONG, Duration.ofMillis(50), "never");
        assertThatCode(() -> {
            for (int i = 0; i < 20; i++) {
                patience.moved(100_000); // before the wait, for which 200 s more are allowed by it
                patience.await(_ -> !nothing(Duration.ofMillis(10).toNanos()));
            }
        }).doesNotThrowAnyException();
    }

    @Test
    void timeBetweenTwoWaitsIsTheModulesAndDoesNotCount() throws IOException {
        Patience patience = new Patience(LONG, Duration.ofSeconds(1), "never");
        patience.await(_ -> true);
        assertThat(nothing(Duration.ofMillis(1_200).toNanos())).isFalse();

        assertThatCode(() -> patience.await(_ -> true)).doesNotThrowAnyException();
    }

    /** Waits and returns false. */
    private static boolean nothing(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return false;
    }
}
