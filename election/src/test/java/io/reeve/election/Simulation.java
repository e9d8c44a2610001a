package io.reeve.election;

import io.reeve.election.testing.SimZooKeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** Several managers, a model of ZooKeeper, and faults, all of one seed. Checks the invariants after each event. */
final class Simulation {
    static final long T = Duration.ofSeconds(6).toNanos();
    static final long SUCCESSION = Succession.PATIENCE.toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final int KEPT_TRACE = 120;
    private static final int MOST_EVENTS = 3_000_000;

    final Random random;
    final SimZooKeeper zk = new SimZooKeeper(T);
    final List<SimManager> managers = new ArrayList<>();
    final Set<Long> electedEpochs = new HashSet<>();
    /** Evicted, or active node deleted: the lease promises nothing any more, the fence does. */
    private final Set<Long> exemptEpochs = new HashSet<>();
    long now = Duration.ofHours(1).toNanos();
    /** How often a manager was told that the leader is dead and that it goes first, and how often one took over. */
    int evidence;
    int takenOver;

    private final long seed;
    private final PriorityQueue<Work> agenda = new PriorityQueue<>(Comparator.comparingLong(Work::at)
            .thenComparingLong(
                    Work::number));
    private final Deque<String> trace = new ArrayDeque<>();
    private long numbers;
    private long highestEpoch;
    private boolean telling;

    private record Work(long at, long number, Runnable todo) {}

    Simulation(long seed) {
        this.seed = seed;
        random = new Random(seed);
        int size = 2 + random.nextInt(4);
        for (int id = 0; id < size; id++) {
            boolean candidate = id == 0 || random.nextInt(8) > 0;
            managers.add(manager(id, candidate ? random.nextInt(3) : -1, random.nextInt(4) == 0));
        }
    }

    private SimManager manager(int id, int priority, boolean older) {
        return new SimManager(this, id, priority, older, new ElectionMachine(priority >= 0, new ClaimPauses(random)));
    }

    void at(long delay, Runnable todo) {
        agenda.add(new Work(now + Math.max(0, delay), numbers++, todo));
    }

    long delay() {
        long usual = MILLI / 5 + random.nextLong(5 * MILLI);
        return random.nextInt(50) == 0 ? usual + random.nextLong(T / 4) : usual;
    }

    /** Something at the server changed: whoever watches reads it. */
    void changed() {
        if (!telling) {
            telling = true;
            at(0, () -> {
                telling = false;
                managers.forEach(SimManager::lookSoon);
            });
        }
    }

    /** Faults for a while, then a while without: by then exactly one must lead. */
    void run(Duration faults, Duration calm) {
        managers.forEach(manager -> at(random.nextLong(T), manager::start));
        long calmFrom = now + faults.toNanos();
        nextFault(calmFrom);
        runUntil(calmFrom);
        managers.forEach(SimManager::heal);
        managers.forEach(SimManager::resume);
        if (zk.down()) {
            zk.evict(false);
            changed();
        }
        Duration last = Duration.ofMinutes(1);
        runUntil(calmFrom + calm.minus(last).toNanos());
        int joins = managers.stream().mapToInt(manager -> manager.joins).sum();
        runUntil(calmFrom + calm.toNanos());
        require(managers.stream().mapToInt(manager -> manager.joins).sum() == joins,
                "managers still queue again although nothing happens: " + states());
        List<SimManager> leaders = managers.stream().filter(manager -> manager.machine.mayAct(now)).toList();
        require(leaders.size() == 1, leaders.size() + " managers lead after the faults ended: " + states());
        SimManager leader = leaders.getFirst();
        SimZooKeeper.Active active = zk.active();
        require(active != null && active.manager() == leader.id, "the active node is not the leader's");
        require(leader.able || managers.stream().noneMatch(manager -> manager.able && manager.priority >= 0),
                leader.id + " leads, which cannot do the work, although another one can");
    }

    private void runUntil(long end) {
        int events = 0;
        while (!agenda.isEmpty() && agenda.peek().at() <= end) {
            Work work = agenda.remove();
            now = work.at();
            zk.expireSilent(now);
            work.todo().run();
            require(++events < MOST_EVENTS, "a busy loop");
        }
        now = end;
    }

    private void nextFault(long end) {
        at(random.nextLong(T), () -> {
            if (now < end) {
                fault(managers.get(random.nextInt(managers.size())));
                nextFault(end);
            }
        });
    }

    private void fault(SimManager victim) {
        int kind = random.nextInt(18);
        trace.add(now / MILLI + " FAULT " + kind + " at " + victim.id);
        switch (kind) {
            case 0 -> victim.pauseAtNext(random.nextBoolean(), random.nextLong(2 * T) + 1);
            case 1 -> {
                victim.pause();
                at(random.nextLong(2 * T), victim::resume);
            }
            case 2, 3 -> {
                victim.cut();
                at(random.nextLong(2 * T), victim::heal);
            }
            case 4 -> victim.disconnect();
            case 5 -> {
                exemptActive();
                if (zk.active() != null) {
                    zk.evict(zk.down());
                }
            }
            case 6 -> {
                exemptActive();
                zk.deleteActive();
            }
            case 7 -> victim.placeDeleted();
            case 8 -> {
                exemptActive();
                zk.evict(!zk.down());
            }
            case 9 -> {
                exemptActive();
                victim.endSession();
            }
            case 10 -> {
                exemptActive();
                zk.touchEpoch();
            }
            case 11, 12 -> victim.able(random.nextInt(3) == 0);
            case 13, 14 -> kill(victim);
            case 15 -> {
                SimZooKeeper.Active active = zk.active();
                SimManager leader = active == null ? victim : managers.get(active.manager());
                kill(leader);
            }
            case 16 -> seeDead(victim); // which lives
            default -> {
                if (victim.leading != 0) {
                    victim.deliver(
                            new ElectionEvent.Release(victim.leading, StepDown.because("simulated"),
                                    random.nextBoolean()));
                }
            }
        }
        changed();
    }

    /** Ends a process. Some of the others see that, each in its time; a new one starts later. */
    private void kill(SimManager victim) {
        victim.kill();
        SimManager next = manager(victim.id, victim.priority, victim.older);
        managers.set(victim.id, next);
        at(random.nextLong(2 * T), next::start);
        seeDead(victim);
    }

    private void seeDead(SimManager victim) {
        long session = victim.session();
        boolean several = random.nextInt(6) == 0;
        for (SimManager other : managers) {
            if (other.id != victim.id && random.nextInt(5) > 0) {
                boolean believesToBeFirst = several && other.priority >= 0;
                at(delay(), () -> other.sawDeath(session, believesToBeFirst));
            }
        }
    }

    /** The nodes of that session were removed by evidence: if its process lives, the lease of the epoch promises nothing. */
    void deposed(long session, long epoch) {
        managers.stream().filter(manager -> !manager.dead && manager.session() == session).forEach(manager -> {
            exemptEpochs.add(epoch);
            manager.placeDeleted();
        });
    }

    private void exemptActive() {
        SimZooKeeper.Active active = zk.active();
        if (active != null) {
            exemptEpochs.add(active.epoch());
        }
    }

    /** The invariants. */
    void check() {
        require(zk.epoch() >= highestEpoch, "the epoch fell");
        highestEpoch = zk.epoch();
        int acting = 0;
        int accepted = 0;
        for (SimManager manager : managers) {
            boolean mayAct = manager.machine.mayAct(now);
            require(!mayAct || manager.leading != 0, manager.id + " may act but was not elected");
            acting += mayAct && !exemptEpochs.contains(manager.leading) ? 1 : 0;
            if (manager.leading != 0 && zk.fenced(manager.version)) {
                accepted++;
                SimZooKeeper.Active active = zk.active();
                require(active != null && active.manager() == manager.id && active.epoch() == manager.leading,
                        manager.id
                                + " writes with the fence of another");
            }
            Lease lease = manager.machine.lease();
            require(manager.paused || lease == null || lease.deadline() - now > 0,
                    manager.id + " leads after its deadline");
        }
        require(acting <= 1, acting + " managers may act: " + states());
        require(accepted <= 1, accepted + " managers write: " + states());
    }

    private List<String> states() {
        return managers.stream()
                .map(manager -> manager.id + "=" + manager.machine.state() + "/" + manager.leading)
                .toList();
    }

    void trace(SimManager manager, Object what) {
        if (what instanceof ElectionEvent.Tick) {
            return;
        }
        trace.add(now / MILLI + " " + manager.id + " " + manager.machine.state() + " " + what);
        if (trace.size() > KEPT_TRACE) {
            trace.removeFirst();
        }
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(
                    "seed " + seed + " at " + now / MILLI + " ms: " + otherwise + "\n" + String.join("\n",
                            trace));
        }
    }
}
