package io.reeve.daemon.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.MgrMap;
import io.reeve.modulehost.threads.RehearsalThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a standby rehearses, and what ends it. */
class UnderstudyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final AtomicBoolean standsBy = new AtomicBoolean(true);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean marked = new AtomicBoolean();
    private final Understudy understudy = new Understudy(() -> {
        looks.incrementAndGet();
        return standsBy.get();
    }, this::play, () -> Duration.ofMillis(5));

    private void play() throws InterruptedException {
        marked.set(RehearsalThreads.isCurrent());
        begun.incrementAndGet();
        try {
            over.await();
        } catch (InterruptedException e) {
            ended.incrementAndGet();
            throw e;
        }
    }

    @AfterEach
    void close() {
        understudy.close();
    }

    private static MgrMap map(long epoch, boolean available) {
        MgrMap.Manager active = new MgrMap.Manager("a", 1, "h", 1, "http://h:1/", "h:2", "1", 0, List.of(), Map.of());
        return new MgrMap("c", "f", epoch, false, new MgrMap.Active(active, epoch, Instant.EPOCH, available, Map.of()),
                Instant.EPOCH, List.of(), List.of());
    }

    private void begin() {
        understudy.mapChanged(map(7, true));
        understudy.begin();
        await().atMost(LIMIT).until(() -> begun.get() == 1);
    }

    @Test
    void rehearsesOnceOnAThreadOfTheRehearsal() {
        begin();
        over.countDown();
        int seen = looks.get();
        assertThat(marked).isTrue();
        await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> begun.get() == 1 && looks.get() == seen);
    }

    @Test
    void waitsWhileThisManagerDoesNotStandByOrNoActiveIsAvailable() {
        standsBy.set(false);
        understudy.begin();
        await().atMost(LIMIT).until(() -> looks.get() > 3);
        assertThat(begun).hasValue(0);
        standsBy.set(true);
        await().atMost(LIMIT).until(() -> begun.get() == 1);
    }

    @Test
    void aConnectionThatEndsWithoutAGoodbyeEndsTheRehearsalWhichIsTriedAgain() {
        begin();
        understudy.curtain();
        await().atMost(LIMIT).until(() -> ended.get() == 1 && begun.get() == 2);
    }

    @Test
    void aRehearsalThatEndsIsNotDisturbedByTheEpochThatFollows() {
        CountDownLatch aftermath = new CountDownLatch(1);
        AtomicInteger disturbed = new AtomicInteger();
        try (Understudy other = new Understudy(() -> true, () -> {
            begun.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                ended.incrementAndGet();
                try {
                    aftermath.await();
                } catch (InterruptedException again) {
                    disturbed.incrementAndGet();
                }
                throw e;
            }
        }, () -> Duration.ofMillis(5))) {
            other.mapChanged(map(7, true));
            other.begin();
            await().atMost(LIMIT).until(() -> begun.get() == 1);
            other.curtain();
            await().atMost(LIMIT).until(() -> ended.get() == 1);
            other.mapChanged(map(8, false));
            other.mapChanged(map(8, true));
            aftermath.countDown();
            await().atMost(LIMIT).until(() -> begun.get() == 2);
            assertThat(disturbed).hasValue(0);
        }
    }

    @Test
    void anotherEpochEndsTheRehearsal() {
        begin();
        understudy.mapChanged(map(8, true));
        await().atMost(LIMIT).until(() -> ended.get() == 1);
    }

    @Test
    void anActiveThatIsNotAvailableAnyMoreEndsTheRehearsal() {
        begin();
        understudy.mapChanged(map(7, false));
        await().atMost(LIMIT).until(() -> ended.get() == 1);
    }

    @Test
    void aMapOfTheSameActiveDoesNotEndTheRehearsal() {
        begin();
        understudy.mapChanged(map(7, true));
        await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> ended.get() == 0);
    }

    @Test
    void closingEndsTheRehearsalForGood() {
        begin();
        understudy.close();
        await().atMost(LIMIT).until(() -> ended.get() == 1);
        await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> begun.get() == 1);
    }
}
