package io.reeve.daemon.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.OutcomeUnknownException;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoleControllerTest {
    private static final Duration DRAIN = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofMillis(50);
    /** How long what blocks in these tests does so at most. */
    private static final Duration HANGS = Duration.ofSeconds(40);
    private static final int ATTEMPTS = 10;

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final FakeRoles roles = new FakeRoles();
    private final CurrentRole<ActiveRoleWork, RoleWork> role = new CurrentRole<>();
    private final RoleEvents<ActiveRoleWork, RoleWork> events = new RoleEvents<>(role, DRAIN);
    private final RoleController<ActiveRoleWork, RoleWork> controller = new RoleController<>(events, role, roles,
            DRAIN, exits::add);
    private final FakeLeadership leadership = new FakeLeadership(7);

    @AfterEach
    void close() {
        controller.close();
    }

    @Test
    void anElectedStandbyStopsItsStandbyModulesAndBecomesActive() throws Exception {
        lead();
        awaitRole("active");
        assertThat(done).containsExactly("standby", "stop standby", "active 7", "open 7");
        assertThat(role.get().leadership()).isSameAs(leadership);
    }

    @Test
    void aStuckStandbyModuleIsLeftBehindAndHoldsUpNothing() throws Exception {
        roles.stuckStandby = Set.of("lazy");
        lead();
        awaitRole("active");
        assertThat(exits).isEmpty();
    }

    @Test
    void freezingAndThawingKeepTheLeadership() throws Exception {
        lead();
        events.frozen(leadership, "suspended");
        awaitRole("frozen");
        events.thawed(leadership);
        awaitRole("active");
        awaitDone("open 7", "freeze 7", "thaw 7");
    }

    @Test
    void anEndedLeadershipStopsItsModulesAndStandsByAgain() throws Exception {
        lead();
        awaitRole("active");
        events.ended(leadership, "evicted", System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        awaitRole("standby");
        assertThat(done).endsWith("end 7", "stop 7 evicted", "standby");
        assertThat(role.get().leadership()).isNull();
    }

    @Test
    void aDemotedActiveWithAStuckModuleExits() throws Exception {
        roles.stuckActive = Set.of("spinner");
        lead();
        awaitRole("active");
        assertThat(events.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        await().until(() -> exits.equals(List.of(ProcessExit.STUCK_MODULE)));
        await().untilAsserted(() -> assertThat(leadership.said).containsExactly("released"));
    }

    @Test
    void modulesThatBlockTheStopEndTheProcessWhenTheLeaseIsOver() throws Exception {
        roles.stopBlocks = true;
        lead();
        awaitRole("active");
        roles.running = Set.of("spinner");
        events.ended(leadership, "lease over", System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
        await().until(() -> exits.contains(ProcessExit.STUCK_MODULE));
        roles.stopBlocks = false;
    }

    @Test
    void aProcessThatStoodStillStopsItsModulesAndGoesOn() throws Exception {
        lead();
        awaitRole("active");
        events.ended(leadership, "lease over", System.nanoTime() - TimeUnit.SECONDS.toNanos(60));
        awaitRole("standby");
        await().during(Duration.ofMillis(900)).until(exits::isEmpty);
    }

    @Test
    void anErrorWhileBecomingActiveGivesLeadershipBackToo() throws Exception {
        roles.openThrows = new NoClassDefFoundError("io/example/Gone");
        lead();
        await().until(() -> !leadership.said.isEmpty());
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("failed");
        assertThat(done).endsWith("stop 7 activation failed", "standby");
    }

    @Test
    void workThatCannotBeMadeGivesLeadershipBack() throws Exception {
        roles.makeThrows = new IllegalStateException("no luck");
        lead();
        await().until(() -> !leadership.said.isEmpty());
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("failed");
    }

    @Test
    void standsByAlsoWhenHandingOverCannotBeConfirmed() throws Exception {
        leadership.releaseThrows = new OutcomeUnknownException("no answer");
        lead();
        awaitRole("active");
        assertThat(events.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        awaitRole("standby");
        assertThat(role.get().leadership()).isNull();
    }

    @Test
    void aFreezeWhileBecomingActiveReachesTheModules() throws Exception {
        roles.onOpen = () -> events.frozen(leadership, "suspended");
        lead();
        await().until(() -> role.get() instanceof RoleState.Frozen);
        events.thawed(leadership);
        awaitRole("active");
        awaitDone("open 7", "freeze 7", "thaw 7");
    }

    @Test
    void aFailedActivationIsGivenBackAndTheManagerStandsBy() throws Exception {
        roles.openThrows = new IllegalStateException("no luck");
        lead();
        await().until(() -> !leadership.said.isEmpty());
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("failed");
    }

    @Test
    void stoppingAnActiveStopsModulesBeforeItHandsOver() {
        lead();
        awaitRole("active");
        controller.close();
        assertThat(done).endsWith("open 7", "stop 7 this manager stops");
        assertThat(leadership.said).containsExactly("released");
        assertThat(role.get().label()).isEqualTo("stopped");
    }

    @Test
    void whatIsSaidOfAnEndedLeadershipChangesNothing() throws Exception {
        FakeLeadership next = new FakeLeadership(9);
        lead();
        awaitRole("active");
        events.ended(leadership, "evicted", System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        events.elected(next);
        events.frozen(leadership, "late");
        events.ended(leadership, "late", System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        await().until(() -> next.equals(role.get().leadership()));
        awaitRole("active");
        assertThat(role.get().leadership()).isSameAs(next);
    }

    @Test
    void whoWaitsForZooKeeperWhenTheLeaseEndsIsNotTakenForStuck() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        roles.onOpen = () -> awaitQuietly(answered);
        roles.openThrows = new IllegalStateException("ZooKeeper does not answer");
        lead();
        await().until(() -> done.contains("open 7"));
        leadership.state = Leadership.State.ENDED;
        events.ended(leadership, "lease over", System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(done).contains("end 7");
        await().during(Duration.ofMillis(900)).until(exits::isEmpty);
        answered.countDown();
        awaitRole("standby");
        assertThat(leadership.said).isEmpty();
        assertThat(exits).isEmpty();
    }

    @Test
    void modulesAreToldToStopAlsoWhileTheOpeningWaits() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        roles.onEnd = ended::countDown;
        roles.onOpen = () -> awaitQuietly(ended);
        lead();
        await().until(() -> done.contains("open 7"));
        events.ended(leadership, "lease over", System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        awaitRole("standby");
    }

    @Test
    void workMadeUnderAnEndedLeadershipIsToldToEndBeforeItOpens() throws Exception {
        roles.onMake = () -> leadership.state = Leadership.State.ENDED;
        lead();
        await().until(() -> done.contains("open 7"));
        assertThat(done).containsSubsequence("active 7", "end 7", "open 7");
    }

    @Test
    void stoppingDoesNotWaitLongForAnOpeningThatWaits() {
        CountDownLatch never = new CountDownLatch(1);
        roles.onOpen = () -> awaitQuietly(never);
        lead();
        await().until(() -> done.contains("open 7"));
        long begin = System.nanoTime();
        controller.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(HANGS.dividedBy(2));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean _ = latch.await(HANGS.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theActiveHandsOverOnlyInTheEpochThatIsMeant() throws Exception {
        lead();
        awaitRole("active");
        assertThat(events.handOver(6, StepDown.because("late"))).isZero();
        awaitRole("active");
        assertThat(events.handOver(7, new StepDown("mgr set down true", true))).isEqualTo(DRAIN);
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("released and set down");
        assertThat(events.handOver(7, StepDown.because("again"))).isZero();
    }

    @Test
    void mgrFailAtTheActiveItselfDrainsAndStandsByAgain() throws Exception {
        lead();
        awaitRole("active");
        assertThat(events.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("released");
        assertThat(done).endsWith("stop 7 mgr fail", "standby");
    }

    /** Several attempts, for the machine's own pauses: the fastest counts. */
    @Test
    void anOpeningThatBlocksHidesNeitherAFreezeNorTheEndForMoreThan50Milliseconds() throws Exception {
        List<Duration> freezes = new ArrayList<>();
        List<Duration> ends = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS && !(anySoon(freezes) && anySoon(ends)); attempt++) {
            RoleControllerTest fresh = new RoleControllerTest();
            try {
                fresh.whileAnOpeningBlocks(freezes, ends);
            } finally {
                fresh.close();
            }
        }
        assertThat(freezes).anyMatch(seen -> seen.compareTo(SOON) < 0);
        assertThat(ends).anyMatch(seen -> seen.compareTo(SOON) < 0);
    }

    private void whileAnOpeningBlocks(List<Duration> freezes, List<Duration> ends) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        roles.onOpen = () -> awaitQuietly(answered);
        lead();
        await().until(() -> done.contains("open 7"));
        freezes.add(seen(() -> events.frozen(leadership, "suspended"),
                () -> role.get() instanceof RoleState.Activating<?, ?> now && "suspended".equals(now.frozen())));
        events.thawed(leadership);
        await().until(() -> role.get() instanceof RoleState.Activating<?, ?> now && now.frozen() == null);
        ends.add(seen(
                () -> events.ended(leadership, "evicted", System.nanoTime() + TimeUnit.SECONDS.toNanos(60)),
                () -> role.get() instanceof RoleState.Draining<?, ?> now && now.cause().why().equals("evicted")));
        assertThat(done).endsWith("open 7", "end 7");
        answered.countDown();
        awaitRole("standby");
        assertThat(done).endsWith("end 7", "stop 7 evicted", "standby");
    }

    @Test
    void aClosingThatBlocksHidesNeitherTheEndNorTheNextLeadershipForMoreThan50Milliseconds() throws Exception {
        List<Duration> ends = new ArrayList<>();
        List<Duration> elections = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS && !(anySoon(ends) && anySoon(elections)); attempt++) {
            RoleControllerTest fresh = new RoleControllerTest();
            try {
                fresh.whileAClosingBlocks(ends, elections);
            } finally {
                fresh.close();
            }
        }
        assertThat(ends).anyMatch(seen -> seen.compareTo(SOON) < 0);
        assertThat(elections).anyMatch(seen -> seen.compareTo(SOON) < 0);
    }

    private void whileAClosingBlocks(List<Duration> ends, List<Duration> elections) throws Exception {
        FakeLeadership next = new FakeLeadership(9);
        lead();
        awaitRole("active");
        roles.stopBlocks = true;
        Duration _ = events.handOver(7, StepDown.because("mgr fail"));
        await().until(() -> done.contains("stop 7 mgr fail"));
        ends.add(seen(() -> events.ended(leadership, "released", System.nanoTime() + TimeUnit.SECONDS.toNanos(60)),
                () -> role.get() instanceof RoleState.Draining<?, ?> now && now.overdue() != null));
        elections.add(seen(() -> events.elected(next), () -> role.get() instanceof RoleState.Draining<?, ?> now
                && now.then().equals(new RoleState.Lead(next))));
        assertThat(done).endsWith("stop 7 mgr fail", "end 7");
        roles.stopBlocks = false;
        await().until(() -> next.equals(role.get().leadership()));
        awaitRole("active");
        assertThat(done).endsWith("stop 7 mgr fail", "end 7", "active 9", "open 9");
        assertThat(exits).isEmpty();
    }

    private static boolean anySoon(List<Duration> times) {
        return times.stream().anyMatch(time -> time.compareTo(SOON) < 0);
    }

    /** How long something that happens takes to show. */
    private static Duration seen(Runnable happens, Callable<Boolean> shows) {
        long begin = System.nanoTime();
        happens.run();
        await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(shows);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void aHandOverWhileBecomingActiveWaitsForTheOpeningAndPublishesNothing() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        roles.onOpen = () -> awaitQuietly(opening);
        roles.onPublish = () -> done.add("publish");
        lead();
        await().until(() -> done.contains("open 7"));
        assertThat(events.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        await().until(() -> role.get() instanceof RoleState.Draining);
        assertThat(leadership.said).isEmpty();
        opening.countDown();
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("released");
        assertThat(done).endsWith("open 7", "stop 7 mgr fail", "standby").doesNotContain("publish");
    }

    @Test
    void pagesAreServedBeforeOthersAreToldThatThisManagerIsAvailable() {
        roles.onPublish = () -> done.add(
                "published, serving " + (role.get() instanceof RoleState.Activating<?, ?> now && now.serves()));
        lead();
        awaitRole("active");
        assertThat(done).endsWith("open 7", "published, serving true");
    }

    @Test
    void aFailureToPublishStopsTheModulesAndGivesLeadershipBack() {
        roles.onPublish = () -> {
            throw new IllegalStateException("no luck");
        };
        lead();
        await().until(() -> !leadership.said.isEmpty());
        awaitRole("standby");
        assertThat(leadership.said).containsExactly("failed");
        assertThat(done).endsWith("open 7", "stop 7 activation failed", "standby");
    }

    @Test
    void aStandbyThatCannotBeOpenedKeepsNobodyFromBecomingActive() {
        roles.standbyThrows = new IllegalStateException("no luck");
        controller.start();
        events.joined();
        awaitRole("standby");
        assertThat(role.standby()).isNull();
        events.elected(leadership);
        awaitRole("active");
        assertThat(done).containsExactly("standby", "active 7", "open 7");
    }

    @Test
    void aLeadershipThatEndsWhileTheStandbyStopsIsNeverOpened() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        roles.onStandbyStop = () -> awaitQuietly(stopping);
        lead();
        await().until(() -> done.contains("stop standby"));
        events.ended(leadership, "evicted", System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        await().until(() -> role.get() instanceof RoleState.Draining);
        stopping.countDown();
        awaitRole("standby");
        assertThat(done).containsExactly("standby", "stop standby", "standby");
    }

    @Test
    void aManagerThatHasNotJoinedStopsAtOnce() {
        controller.start();
        assertThat(role.get().label()).isEqualTo("starting");
        controller.close();
        assertThat(role.get().label()).isEqualTo("stopped");
        assertThat(done).isEmpty();
    }

    private void lead() {
        controller.start();
        events.joined();
        events.elected(leadership);
    }

    private void awaitDone(String... last) {
        await().untilAsserted(() -> assertThat(done).endsWith(last));
    }

    private void awaitRole(String label) {
        await().untilAsserted(() -> {
            RoleState<?, ?> now = role.get();
            assertThat(now.label()).isEqualTo(label);
            assertThat(now instanceof RoleState.Standby<?, ?> standby && standby.opening()).isFalse();
        });
    }

    private final class FakeRoles implements RoleFactory<ActiveRoleWork, RoleWork> {
        volatile Set<String> stuckStandby = Set.of();
        volatile Set<String> stuckActive = Set.of();
        volatile @Nullable Throwable openThrows;
        volatile @Nullable RuntimeException makeThrows;
        volatile Runnable onOpen = () -> {};
        volatile Runnable onMake = () -> {};
        volatile Runnable onPublish = () -> {};
        volatile boolean stopBlocks;
        volatile Set<String> running = Set.of();
        volatile Runnable onEnd = () -> {};

        volatile Runnable onStandbyStop = () -> {};
        volatile @Nullable RuntimeException standbyThrows;

        @Override
        public RoleWork standby() {
            done.add("standby");
            if (standbyThrows != null) {
                throw standbyThrows;
            }
            return (limit, why) -> {
                done.add("stop standby");
                onStandbyStop.run();
                return stuckStandby;
            };
        }

        @Override
        public ActiveRoleWork active(Leadership led) {
            done.add("active " + led.epoch());
            onMake.run();
            if (makeThrows != null) {
                throw makeThrows;
            }
            return new ActiveRoleWork() {
                @Override
                public void open() {
                    done.add("open " + led.epoch());
                    onOpen.run();
                    switch (openThrows) {
                        case null -> {
                        }
                        case RuntimeException e -> throw e;
                        case Error e -> throw e;
                        default -> throw new AssertionError(openThrows);
                    }
                }

                @Override
                public void publish() {
                    onPublish.run();
                }

                @Override
                public void end() {
                    done.add("end " + led.epoch());
                    onEnd.run();
                }

                @Override
                public Set<String> running() {
                    return running;
                }

                @Override
                public void freeze() {
                    done.add("freeze " + led.epoch());
                }

                @Override
                public void thaw() {
                    done.add("thaw " + led.epoch());
                }

                @Override
                public Set<String> stop(Duration limit, String why) {
                    done.add("stop " + led.epoch() + " " + why);
                    while (stopBlocks) {
                        Thread.onSpinWait();
                    }
                    return stuckActive;
                }
            };
        }
    }
}
