package io.reeve.store.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.progress.ProgressKeeper.Pace;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.FakeProgressKeys;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressEventsTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    private static final ProgressEvent KEPT = ProgressEvent.of("k", "Kept work").keptAcrossFailover();
    private static final ProgressEvent LOST = ProgressEvent.of("l", "Other work").shownInStatus();
    /** Looks for a reason only. */
    private static final Pace HURRIED = new Pace(Duration.ofDays(1), Duration.ofMillis(1));
    private static final Pace EAGER = new Pace(Duration.ofMillis(20), Duration.ofMillis(1));

    private final FakeProgressKeys keys = new FakeProgressKeys();
    private final List<ProgressEvents> opened = new ArrayList<>();

    private ProgressEvents open(Pace pace) {
        ProgressEvents events = new ProgressEvents(keys, () -> START, System::nanoTime, pace);
        opened.add(events);
        events.open();
        return events;
    }

    @AfterEach
    void close() {
        keys.frozen = false;
        opened.forEach(ProgressEvents::close);
    }

    @Test
    void theNextActiveShowsWhatWasKeptAndNothingElseUntilTheModuleGoesOn() {
        ProgressEvents first = open(HURRIED);
        first.of("m").start(LOST);
        first.of("m").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.text("progress/running/m")).contains("\"id\":\"k\""));
        ProgressEvents second = open(HURRIED); // the first was killed
        assertThat(second.running()).containsExactly(new RunningEvent("m", KEPT, 0, START, true));
        second.of("m").start(KEPT.withMessage("Going on"));
        assertThat(second.running())
                .containsExactly(new RunningEvent("m", KEPT.withMessage("Going on"), 0, START, false));
        assertThat(second.of("m").complete("k")).isTrue();
        await().untilAsserted(() -> assertThat(keys.stored).doesNotContainKey("progress/running/m"));
        ProgressEvents third = open(HURRIED);
        assertThat(third.running()).isEmpty();
        assertThat(third.finished()).extracting(FinishedEvent::name).containsExactly("m/k");
    }

    @Test
    void updatesAreNotWrittenAtOnceAndAreAtTheNextLook() {
        ProgressEvents events = open(HURRIED);
        Progress progress = events.of("m");
        progress.start(KEPT);
        await().untilAsserted(() -> assertThat(keys.stored).containsKey("progress/running/m"));
        for (int i = 0; i <= 1000; i++) {
            assertThat(progress.update("k", i / 1000.0, "At " + i)).isTrue();
        }
        assertThat(keys.writes).containsExactly("progress/running/m");
        events.close();
        assertThat(keys.text("progress/running/m")).contains("At 1000");
        assertThat(keys.writes).hasSize(2);

        Progress next = open(EAGER).of("m");
        assertThat(next.update("k", 0.5, "Back")).isTrue();
        await().untilAsserted(() -> assertThat(keys.text("progress/running/m")).contains("Back"));
    }

    @Test
    void nothingIsWrittenForEventsThatAreNotKeptUntilTheyHaveFinished() {
        ProgressEvents events = open(HURRIED);
        events.of("m").start(LOST);
        assertThat(events.of("m").update("l", 0.5, "Half")).isTrue();
        assertThat(events.of("m").fail("l", "no more space")).isTrue();
        events.close();
        assertThat(keys.writes).containsExactly("progress/finished");
        assertThat(open(HURRIED).finished()).singleElement()
                .satisfies(end -> assertThat(end.failure()).isEqualTo("no more space"));
    }

    @Test
    void aFrozenManagerTakesEventsAndKeepsThemWhenItIsThawed() {
        keys.frozen = true;
        ProgressEvents events = open(EAGER);
        events.of("m").start(KEPT);
        assertThat(events.running()).hasSize(1);
        assertThatExceptionOfType(FrozenException.class).isThrownBy(() -> events.setOn(false));
        assertThat(events.running()).hasSize(1);
        assertThat(keys.stored).isEmpty();
        keys.frozen = false;
        await().untilAsserted(() -> assertThat(keys.stored).containsKey("progress/running/m"));
    }

    @Test
    void whatIsOffIsEmptyAndTakesNothingAlsoAfterAFailover() {
        ProgressEvents first = open(HURRIED);
        first.of("m").start(KEPT);
        first.of("m").start(LOST);
        assertThat(first.of("m").complete("l")).isTrue();
        first.setOn(false);
        assertThat(keys.stored).containsOnlyKeys("progress/enabled");
        ProgressEvents second = open(HURRIED);
        second.of("m").start(KEPT);
        assertThat(second.of("m").update("k", 0.5, "Half")).isFalse();
        assertThat(second.of("m").complete("k")).isFalse();
        assertThat(second.isOn()).isFalse();
        assertThat(second.running()).isEmpty();
        assertThat(second.finished()).isEmpty();
        second.setOn(true);
        assertThat(second.isOn()).isTrue();
        second.of("m").start(KEPT);
        assertThat(second.running()).hasSize(1);
    }

    @Test
    void whatAnInterruptedOffHasLeftIsNotShownAndIsRemoved() {
        open(HURRIED).of("m").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.stored).containsKey("progress/running/m"));
        keys.set("progress/enabled", "false".getBytes(UTF_8));
        assertThat(open(EAGER).running()).isEmpty();
        await().untilAsserted(() -> assertThat(keys.stored).containsOnlyKeys("progress/enabled"));
    }

    @Test
    void aStartThatFoundThemOnDoesNotOutliveOff() throws Exception {
        ProgressEvents events = open(HURRIED);
        Thread off = new Thread(() -> events.setOn(false));
        keys.asked = () -> {
            keys.asked = () -> {};
            off.start();
            await().until(() -> off.getState() == Thread.State.BLOCKED || off.getState() == Thread.State.TERMINATED);
        };
        events.of("m").start(LOST);
        off.join();
        assertThat(events.running()).isEmpty();
    }

    @Test
    void aClearThatIsRefusedForgetsNothing() {
        ProgressEvents events = open(HURRIED);
        events.of("m").start(LOST);
        assertThat(events.of("m").complete("l")).isTrue();
        events.of("m").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.stored).containsKey("progress/running/m"));
        keys.frozen = true;
        assertThatExceptionOfType(FrozenException.class).isThrownBy(events::clear);
        assertThat(events.running()).hasSize(1);
        assertThat(events.finished()).hasSize(1);
    }

    @Test
    void aListThatCannotBeWrittenDoesNotKeepTheOthersFromIt() {
        keys.broken = "progress/running/a";
        ProgressEvents events = open(EAGER);
        events.of("a").start(KEPT);
        events.of("b").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.stored).containsOnlyKeys("progress/running/b"));
    }

    @Test
    void whatHasEndedStaysStoredAsRunningUntilItsEndIsStored() {
        ProgressEvents events = open(EAGER);
        events.of("a").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.stored).containsOnlyKeys("progress/running/a"));
        keys.broken = "progress/finished";
        assertThat(events.of("a").complete("k")).isTrue();
        events.of("b").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.stored).containsKey("progress/running/b"));
        events.of("c").start(KEPT); // by the next write the first one has done all
        await().untilAsserted(() -> assertThat(keys.stored).containsKey("progress/running/c"));
        assertThat(keys.stored).containsKey("progress/running/a");
        keys.broken = "";
        await().untilAsserted(
                () -> assertThat(keys.stored).containsOnlyKeys("progress/finished", "progress/running/b",
                        "progress/running/c"));
    }

    @Test
    void clearForgetsAllAndAModuleThatGoesOnIsToldThatItsEventIsGone() {
        ProgressEvents events = open(HURRIED);
        events.of("m").start(KEPT);
        events.of("n").start(LOST);
        assertThat(events.of("n").complete("l")).isTrue();
        events.clear();
        assertThat(events.running()).isEmpty();
        assertThat(events.finished()).isEmpty();
        assertThat(keys.stored).isEmpty();
        assertThat(events.of("m").update("k", 0.5, "Half")).isFalse();
        assertThat(events.of("m").fail("k", "broken")).isFalse();
    }

    @Test
    void aModuleClearsItsOwnEventsAndNoHistory() {
        ProgressEvents events = open(HURRIED);
        events.of("m").start(KEPT);
        events.of("n").start(KEPT);
        events.of("n").start(LOST);
        assertThat(events.of("n").complete("l")).isTrue();
        await().untilAsserted(() -> assertThat(keys.stored).containsKeys("progress/running/m", "progress/running/n"));
        events.of("n").clear();
        assertThat(events.running()).extracting(RunningEvent::name).containsExactly("m/k");
        assertThat(events.finished()).hasSize(1);
        await().untilAsserted(() -> assertThat(keys.stored).doesNotContainKey("progress/running/n"));
    }

    @Test
    void valuesThatAreNotUsableAreRefusedWhetherOrNotTheEventRuns() {
        Progress progress = open(HURRIED).of("m");
        for (double fraction : new double[]{Double.NaN, -1, 2}) {
            assertThatIllegalArgumentException().isThrownBy(() -> progress.update("k", fraction, "m"))
                    .withMessageContaining("is " + fraction + ": use 0 to 1");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> progress.update("k", 0.5, "a\nb"))
                .withMessageContaining("message of progress event 'k' has control characters");
        assertThatIllegalArgumentException().isThrownBy(() -> progress.fail("k", ""))
                .withMessageContaining("reason of progress event 'k' has 0 bytes");
    }

    @Test
    void garbageInTheStoreIsLeftOutAndReplaced() {
        keys.stored.put("progress/running/m", "garbage".getBytes(UTF_8));
        keys.stored.put("progress/finished", "{}".getBytes(UTF_8));
        ProgressEvents events = open(EAGER);
        assertThat(events.running()).isEmpty();
        assertThat(events.finished()).isEmpty();
        await().untilAsserted(() -> assertThat(keys.stored).isEmpty());
        events.of("m").start(KEPT);
        await().untilAsserted(() -> assertThat(keys.text("progress/running/m")).contains("Kept work"));
    }

    @Test
    void whoIsNotActiveTakesNothing() {
        ProgressEvents events = new ProgressEvents(keys, () -> START, System::nanoTime, HURRIED);
        assertThatExceptionOfType(NotActiveException.class).isThrownBy(() -> events.of("m").start(KEPT));
        events.close();
        ProgressEvents closed = open(HURRIED);
        closed.close();
        assertThatExceptionOfType(NotActiveException.class)
                .isThrownBy(() -> closed.of("m").update("k", 0.5, "Half"))
                .withMessageContaining("of module 'm' are not taken: this manager is not active");
    }

    @Test
    void anActiveThatWasReplacedKeepsNothingMoreInZooKeeper() throws Exception {
        StoreFixture zk = new StoreFixture();
        try {
            ConfigKeyStore store = zk.closing(new ConfigKeyStore(zk.client(), zk.paths));
            store.start();
            DirectFencedWriter old = DirectFencedWriter.elect(zk.client(), zk.paths);
            ProgressEvents first = new ProgressEvents(ProgressKeys.of(store, old), () -> START, System::nanoTime);
            first.open();
            first.of("m").start(KEPT);
            await().until(() -> store.exists("progress/running/m"));
            DirectFencedWriter next = DirectFencedWriter.elect(zk.client(), zk.paths);
            assertThat(first.of("m").complete("k")).isTrue(); // it does not know
            first.close();
            assertThat(store.exists("progress/running/m")).isTrue();
            assertThat(store.exists("progress/finished")).isFalse();
            ProgressEvents second = new ProgressEvents(ProgressKeys.of(store, next), () -> START, System::nanoTime);
            second.open();
            assertThat(second.running()).containsExactly(new RunningEvent("m", KEPT, 0, START, true));
            second.clear();
            second.close();
            assertThat(store.prefix("progress/")).isEmpty();
        } finally {
            zk.close();
        }
    }
}
