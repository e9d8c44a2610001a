package io.reeve.store.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.MgrException;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTableTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00.123Z");
    private static final ProgressEvent KEPT = ProgressEvent.of("k", "Kept work").keptAcrossFailover();
    private static final ProgressEvent LOST = ProgressEvent.of("l", "Other work");

    private Duration passed = Duration.ZERO;
    private ProgressTable table = table();

    private ProgressTable table() {
        return new ProgressTable(() -> START.plus(passed).plusNanos(456), () -> Long.MAX_VALUE - 7 + passed.toNanos());
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Test
    void anEventRunsUntilItIsFinishedAndThenIsHistory() {
        table.start("m", LOST);
        assertThat(table.running()).containsExactly(new RunningEvent("m", LOST, 0, START, false));
        pass(Duration.ofSeconds(30));
        assertThat(table.update("m", "l", 0.25, "A quarter")).isTrue();
        RunningEvent quarter = new RunningEvent("m", LOST.withMessage("A quarter"), 0.25, START, false);
        assertThat(table.running()).containsExactly(quarter);
        assertThat(quarter.remaining(START.plusSeconds(30))).contains(Duration.ofSeconds(90));
        assertThat(table.finish("m", "l", null)).isNotNull();
        assertThat(table.running()).isEmpty();
        assertThat(table.finished()).containsExactly(
                new FinishedEvent("m", LOST.withMessage("A quarter"), START, START.plusSeconds(30), null));
        assertThat(table.update("m", "l", 0.5, "Half")).isFalse();
        assertThat(table.finish("m", "l", "too late")).isNull();
    }

    @Test
    void startingAnEventThatRunsGoesOnWithIt() {
        table.start("m", LOST);
        assertThat(table.update("m", "l", 0.5, "Half")).isTrue();
        pass(Duration.ofSeconds(1));
        ProgressEvent again = ProgressEvent.of("l", "Again").shownInStatus().keptAcrossFailover();
        table.start("m", again);
        assertThat(table.running()).containsExactly(new RunningEvent("m", again, 0.5, START, false));
    }

    @Test
    void eventsOfTheSameIdAreOfTheirModules() {
        table.start("m", LOST);
        table.start("n", LOST);
        assertThat(table.finish("m", "l", null)).isNotNull();
        table.clear("m");
        assertThat(table.running()).extracting(RunningEvent::name).containsExactly("n/l");
        table.clear("n");
        assertThat(table.running()).isEmpty();
        assertThat(table.finished()).hasSize(1);
        table.clear();
        assertThat(table.finished()).isEmpty();
    }

    @Test
    void tooManyEventsAreRefusedWithTheNumberAndWhatToDo() {
        IntStream.range(0, 32).forEach(i -> table.start("m", ProgressEvent.of("e" + i, "m")));
        assertThatThrownBy(() -> table.start("m", LOST)).isInstanceOf(MgrException.class)
                .hasMessage(
                        "progress event 'l' of module 'm' was not started: 32 events of the module run, and the most"
                                + " is 32: complete, fail or clear some");
        table.start("m", ProgressEvent.of("e7", "goes on"));
        for (int module = 1; module < 8; module++) {
            String name = "m" + module;
            IntStream.range(0, 32).forEach(i -> table.start(name, ProgressEvent.of("e" + i, "m")));
        }
        assertThatThrownBy(() -> table.start("last", LOST)).isInstanceOf(MgrException.class)
                .hasMessage("progress event 'l' of module 'last' was not started: 256 events of all modules run, and"
                        + " the most is 256: complete, fail or clear some");
    }

    @Test
    void theLast50FinishedEventsAreRemembered() {
        for (int i = 0; i < 53; i++) {
            table.start("m", ProgressEvent.of("e" + i, "m"));
            assertThat(table.finish("m", "e" + i, null)).isNotNull();
        }
        assertThat(table.finished()).hasSize(50);
        assertThat(table.finished().getFirst().name()).isEqualTo("m/e3");
        assertThat(table.finished().getLast().name()).isEqualTo("m/e52");
    }

    @Test
    void whatAModuleKeptWaitsForItsNextInstanceAndTheRestHasFailed() {
        table.start("m", KEPT);
        table.start("m", LOST);
        table.start("n", LOST);
        table.moduleEnded("m");
        assertThat(table.running()).containsExactlyInAnyOrder(new RunningEvent("n", LOST, 0, START, false),
                new RunningEvent("m", KEPT, 0, START, true));
        assertThat(table.finished()).containsExactly(new FinishedEvent("m", LOST, START, START, "the module stopped"));
        pass(Duration.ofMinutes(4));
        assertThat(table.update("m", "k", 0.1, "Going on")).isTrue();
        pass(Duration.ofMinutes(4));
        table.expire();
        assertThat(table.running()).contains(new RunningEvent("m", KEPT.withMessage("Going on"), 0.1, START, false));
    }

    @Test
    void anInheritedEventFailsIfItsModuleDoesNotTakeItUpWithinFiveMinutes() {
        table.inherit(List.of(new RunningEvent("m", KEPT, 0.5, START.minusSeconds(60), true)), List.of());
        pass(Duration.ofMinutes(3));
        table.moduleEnded("m"); // that the module fails again gives it no more time
        pass(Duration.ofMinutes(2).minusNanos(1));
        table.expire();
        assertThat(table.running()).containsExactly(new RunningEvent("m", KEPT, 0.5, START.minusSeconds(60), true));
        pass(Duration.ofNanos(1));
        table.expire();
        assertThat(table.running()).isEmpty();
        assertThat(table.finished()).singleElement().satisfies(end -> {
            assertThat(end.failure()).isEqualTo("the module did not take it up again");
            assertThat(end.started()).isEqualTo(START.minusSeconds(60));
            assertThat(end.took()).isEqualTo(Duration.ofMinutes(6));
        });
    }

    @Test
    void anEventWhoseEndWasStoredBeforeTheCrashDoesNotRunAgain() {
        RunningEvent left = new RunningEvent("m", KEPT, 0.5, START, true);
        table.inherit(List.of(left), List.of(new FinishedEvent("m", KEPT, START, START.plusSeconds(1), null)));
        assertThat(table.running()).isEmpty();
        table = table();
        table.inherit(List.of(left), List.of(new FinishedEvent("m", KEPT, START.minusMillis(1), START, null)));
        assertThat(table.running()).containsExactly(left);
    }

    @Test
    void aClockThatIsBehindThatOfTheEarlierActiveMakesNoNegativeTimes() {
        RunningEvent left = new RunningEvent("m", KEPT, 0.5, START.plusSeconds(100), true);
        assertThat(left.age(START)).isZero();
        assertThat(left.remaining(START)).contains(Duration.ZERO);
        assertThat(new FinishedEvent("m", KEPT, START.plusSeconds(100), START, null).took()).isZero();
    }

    /** What the table should hold, kept in the simplest way. */
    private static final class Model {
        private record Known(double fraction, boolean kept, boolean inherited, Instant started) {}

        private final Map<String, Known> running = new HashMap<>();
        /** The time until which each inherited event waits. */
        private final Map<String, Duration> until = new HashMap<>();
        private int ends;

        private Known of(String name) {
            return Objects.requireNonNull(running.get(name), name);
        }

        private void put(String name, Known known) {
            running.put(name, known);
            until.remove(name);
        }

        private void remove(String name, boolean isEnd) {
            ends += running.remove(name) != null && isEnd ? 1 : 0;
            until.remove(name);
        }

        private void inherit(String name, Duration now) {
            running.computeIfPresent(name, (_, of) -> new Known(of.fraction, true, true, of.started));
            until.put(name, now.plusMinutes(5));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverComesInWhateverOrderTheTableHoldsWhatTheSimplestModelDoes(long seed) throws Exception {
        Random random = new Random(seed);
        Model model = new Model();
        for (int step = 0; step < 1_000; step++) {
            step(random, model);
            Map<String, Model.Known> running = new HashMap<>();
            table.running()
                    .forEach(e -> running.put(e.name(),
                            new Model.Known(e.fraction(), e.event().kept(), e.inherited(), e.started())));
            assertThat(running).as("seed %d, step %d", seed, step).isEqualTo(model.running);
            assertThat(table.running()).hasSize(running.size());
            assertThat(table.finished()).as("seed %d, step %d", seed, step).hasSize(Math.min(50, model.ends));
            assertThat(table.running()).noneMatch(e -> table.finished().stream().anyMatch(end -> end.ends(e)));
        }
        assertThat(model.ends).isGreaterThanOrEqualTo(50); // a failover forgets older ones
    }

    private void step(Random random, Model model) throws IOException {
        pass(Duration.ofMillis(1 + random.nextInt(5_000))); // no two starts at the same time
        expire(model);
        String module = "m" + random.nextInt(3);
        String id = "e" + random.nextInt(5);
        String name = module + "/" + id;
        Model.Known known = model.running.get(name);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> {
                boolean kept = random.nextBoolean();
                table.start(module, new ProgressEvent(id, "m", random.nextBoolean(), kept));
                model.put(name, new Model.Known(known == null ? 0 : known.fraction, kept, false,
                        known == null ? START.plus(passed) : known.started));
            }
            case 5, 6, 7, 8, 9 -> {
                double fraction = random.nextDouble();
                assertThat(table.update(module, id, fraction, "u")).isEqualTo(known != null);
                if (known != null) {
                    model.put(name, new Model.Known(fraction, known.kept, false, known.started));
                }
            }
            case 10, 11, 12, 13, 14, 15 -> {
                assertThat(table.finish(module, id, random.nextBoolean() ? "broken" : null) != null)
                        .isEqualTo(known != null);
                model.remove(name, true);
            }
            case 16 -> {
                table.clear(module);
                namesOf(module, model).forEach(gone -> model.remove(gone, false));
            }
            case 17 -> ended(module, model);
            case 18 -> failover(model);
            default -> pass(Duration.ofMinutes(random.nextInt(4)));
        }
    }

    private void expire(Model model) {
        table.expire();
        List.copyOf(model.until.entrySet())
                .stream()
                .filter(entry -> entry.getValue().compareTo(passed) <= 0)
                .forEach(entry -> model.remove(entry.getKey(), true));
    }

    private static List<String> namesOf(String module, Model model) {
        return model.running.keySet().stream().filter(name -> name.startsWith(module)).toList();
    }

    private void ended(String module, Model model) {
        table.moduleEnded(module);
        for (String name : namesOf(module, model)) {
            Model.Known of = model.of(name);
            if (!of.kept) {
                model.remove(name, true);
            } else if (!of.inherited) {
                model.inherit(name, passed);
            }
        }
    }

    /** The next active reads what this one has kept: its list of a module, and the finished ones. */
    private void failover(Model model) throws IOException {
        List<RunningEvent> kept = new ArrayList<>(
                ProgressCodec.parseRunning(ProgressCodec.running(
                        table.running().stream().filter(e -> e.event().kept()).toList())));
        List<FinishedEvent> finished = ProgressCodec.parseFinished(ProgressCodec.finished(table.finished()));
        assertThat(finished).isEqualTo(table.finished());
        table = table();
        table.inherit(kept, finished);
        model.ends = Math.min(50, model.ends);
        for (String name : namesOf("m", model)) {
            if (model.of(name).kept) {
                model.inherit(name, passed);
            } else {
                model.remove(name, false);
            }
        }
    }
}
