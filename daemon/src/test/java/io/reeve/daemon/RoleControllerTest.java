package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.OutcomeUnknownException;
import io.reeve.daemon.RoleController.ActiveTerm;
import io.reeve.daemon.RoleController.Role;
import io.reeve.daemon.RoleController.Roles;
import io.reeve.daemon.RoleController.Term;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoleControllerTest {
    private static final Duration DRAIN = Duration.ofMillis(200);

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final FakeRoles roles = new FakeRoles();
    private final RoleController controller = new RoleController(DRAIN, exits::add);
    private final FakeLeadership leadership = new FakeLeadership(7);

    @AfterEach
    void close() {
        controller.close();
    }

    @Test
    void anElectedStandbyStopsItsStandbyModulesAndBecomesActive() throws Exception {
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(done).containsExactly("standby", "stop standby", "active 7", "open 7");
        assertThat(controller.leadership()).isSameAs(leadership);
    }

    @Test
    void aStuckStandbyModuleIsLeftBehindAndHoldsUpNothing() throws Exception {
        roles.stuckStandby = Set.of("lazy");
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(exits).isEmpty();
    }

    @Test
    void freezingAndThawingKeepTheTerm() throws Exception {
        lead();
        controller.frozen(leadership, "suspended");
        assertThat(role()).isEqualTo(Role.FROZEN);
        controller.thawed(leadership);
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(done).endsWith("open 7", "freeze 7", "thaw 7");
    }

    @Test
    void anEndedTermStopsItsModulesAndStandsByAgain() throws Exception {
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        controller.ended(leadership, "evicted", System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(done).endsWith("end 7", "stop 7 evicted", "standby");
        assertThat(controller.leadership()).isNull();
    }

    @Test
    void aDemotedActiveWithAStuckModuleExits() throws Exception {
        roles.stuckActive = Set.of("spinner");
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(controller.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        await().atMost(5, TimeUnit.SECONDS).until(() -> exits.equals(List.of(RoleController.EXIT_STUCK)));
        assertThat(leadership.said).containsExactly("released");
    }

    @Test
    void modulesThatBlockTheStopEndTheProcessWhenTheLeaseIsOver() throws Exception {
        roles.stopBlocks = true;
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        roles.running = Set.of("spinner");
        controller.ended(leadership, "lease over", System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
        await().atMost(5, TimeUnit.SECONDS).until(() -> exits.contains(RoleController.EXIT_STUCK));
        roles.stopBlocks = false;
    }

    @Test
    void aProcessThatStoodStillStopsItsModulesAndGoesOn() throws Exception {
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        controller.ended(leadership, "lease over", System.nanoTime() - TimeUnit.SECONDS.toNanos(5));
        assertThat(role()).isEqualTo(Role.STANDBY);
        await().during(Duration.ofMillis(900)).atMost(5, TimeUnit.SECONDS).until(exits::isEmpty);
    }

    @Test
    void anErrorWhileBecomingActiveGivesLeadershipBackToo() throws Exception {
        roles.openThrows = new NoClassDefFoundError("io/example/Gone");
        lead();
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(leadership.said).containsExactly("failed");
        assertThat(done).endsWith("stop 7 activation failed", "standby");
    }

    @Test
    void aTermThatCannotBeMadeGivesLeadershipBack() throws Exception {
        roles.makeThrows = new IllegalStateException("no luck");
        lead();
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(leadership.said).containsExactly("failed");
    }

    @Test
    void standsByAlsoWhenHandingOverCannotBeConfirmed() throws Exception {
        leadership.releaseThrows = new OutcomeUnknownException("no answer");
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(controller.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(controller.leadership()).isNull();
    }

    @Test
    void aFreezeWhileBecomingActiveReachesTheModules() throws Exception {
        roles.onOpen = () -> controller.frozen(leadership, "suspended");
        lead();
        await().atMost(5, TimeUnit.SECONDS).until(() -> controller.role() == Role.FROZEN);
        controller.thawed(leadership);
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(done).endsWith("open 7", "freeze 7", "thaw 7");
    }

    @Test
    void aFailedActivationIsGivenBackAndTheManagerStandsBy() throws Exception {
        roles.openThrows = new IllegalStateException("no luck");
        lead();
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(leadership.said).containsExactly("failed");
    }

    @Test
    void stoppingAnActiveStopsModulesBeforeItHandsOver() {
        lead();
        controller.close();
        assertThat(done).endsWith("open 7", "stop 7 this manager stops");
        assertThat(leadership.said).containsExactly("released");
        assertThat(controller.role()).isEqualTo(Role.STOPPED);
    }

    @Test
    void whatIsSaidOfAnOldTermChangesNothing() throws Exception {
        FakeLeadership next = new FakeLeadership(9);
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        controller.ended(leadership, "evicted", System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
        controller.elected(next);
        controller.frozen(leadership, "late");
        controller.ended(leadership, "late", System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(controller.leadership()).isSameAs(next);
    }

    @Test
    void whoWaitsForZooKeeperWhenTheLeaseEndsIsNotTakenForStuck() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        roles.onOpen = () -> awaitQuietly(answered);
        roles.openThrows = new IllegalStateException("ZooKeeper does not answer");
        lead();
        await().until(() -> done.contains("open 7"));
        leadership.state = Leadership.State.ENDED;
        controller.ended(leadership, "lease over", System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(done).contains("end 7");
        await().during(Duration.ofMillis(900)).atMost(5, TimeUnit.SECONDS).until(exits::isEmpty);
        answered.countDown();
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(leadership.said).isEmpty();
        assertThat(exits).isEmpty();
    }

    @Test
    void modulesAreToldToStopAlsoWhileTheRoleThreadWaits() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        roles.onEnd = ended::countDown;
        roles.onOpen = () -> awaitQuietly(ended);
        lead();
        await().until(() -> done.contains("open 7"));
        controller.ended(leadership, "lease over", System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
        assertThat(role()).isEqualTo(Role.STANDBY);
    }

    @Test
    void aTermThatHasEndedBeforeItBeganStartsNothing() throws Exception {
        roles.onMake = () -> leadership.state = Leadership.State.ENDED;
        lead();
        assertThat(role()).isNotNull();
        assertThat(done).containsSubsequence("active 7", "end 7", "open 7");
    }

    @Test
    void stoppingDoesNotWaitLongForARoleThatWaits() {
        CountDownLatch never = new CountDownLatch(1);
        roles.onOpen = () -> awaitQuietly(never);
        lead();
        await().until(() -> done.contains("open 7"));
        long begin = System.nanoTime();
        controller.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean _ = latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theActiveHandsOverOnlyInTheEpochThatIsMeant() throws Exception {
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(controller.handOver(6, StepDown.because("late"))).isZero();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(controller.handOver(7, new StepDown("mgr set down true", true))).isEqualTo(DRAIN);
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(leadership.said).containsExactly("released and set down");
        assertThat(controller.handOver(7, StepDown.because("again"))).isZero();
    }

    @Test
    void mgrFailAtTheActiveItselfDrainsAndStandsByAgain() throws Exception {
        lead();
        assertThat(role()).isEqualTo(Role.ACTIVE);
        assertThat(controller.handOver(7, StepDown.because("mgr fail"))).isEqualTo(DRAIN);
        assertThat(role()).isEqualTo(Role.STANDBY);
        assertThat(leadership.said).containsExactly("released");
        assertThat(done).endsWith("stop 7 mgr fail", "standby");
    }

    private void lead() {
        controller.start(roles);
        controller.elected(leadership);
    }

    private Role role() throws Exception {
        return controller.ask(r -> r);
    }

    private final class FakeRoles implements Roles {
        volatile Set<String> stuckStandby = Set.of();
        volatile Set<String> stuckActive = Set.of();
        volatile @Nullable Throwable openThrows;
        volatile @Nullable RuntimeException makeThrows;
        volatile Runnable onOpen = () -> {};
        volatile Runnable onMake = () -> {};
        volatile boolean stopBlocks;
        volatile Set<String> running = Set.of();
        volatile Runnable onEnd = () -> {};

        @Override
        public Term standby() {
            done.add("standby");
            return (limit, why) -> {
                done.add("stop standby");
                return stuckStandby;
            };
        }

        @Override
        public ActiveTerm active(Leadership led) {
            done.add("active " + led.epoch());
            onMake.run();
            if (makeThrows != null) {
                throw makeThrows;
            }
            return new ActiveTerm() {
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

    private static final class FakeLeadership implements Leadership {
        final List<String> said = new CopyOnWriteArrayList<>();
        private final long epoch;
        volatile @Nullable RuntimeException releaseThrows;
        volatile State state = State.LEADING;

        FakeLeadership(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public long epoch() {
            return epoch;
        }

        @Override
        public boolean isFrozen() {
            return false;
        }

        @Override
        public List<Long> commit(List<Write> writes) {
            return List.of();
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public boolean mayAct() {
            return true;
        }

        @Override
        public void publishAvailable() {
            said.add("available");
        }

        @Override
        public void publishServices(Map<String, String> services) {
            said.add("services");
        }

        @Override
        public void publishModules(List<String> modules) {
            said.add("modules");
        }

        @Override
        public void release(StepDown how) {
            said.add(how.down() ? "released and set down" : "released");
            if (releaseThrows != null) {
                throw releaseThrows;
            }
        }

        @Override
        public void activationFailed(String why) {
            said.add("failed");
        }
    }
}
