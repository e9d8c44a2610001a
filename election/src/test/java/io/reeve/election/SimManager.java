package io.reeve.election;

import io.reeve.election.ElectionEvent.ActiveNode;
import io.reeve.election.ElectionEvent.Reply;
import io.reeve.election.testing.SimZooKeeper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One manager of the simulation: the real election machine, and a model of its ZooKeeper client and LeaderLatch. */
final class SimManager {
    final int id;
    final int priority;
    /** Of a release that knows nothing of ability. */
    final boolean older;
    final ElectionMachine machine;
    private final Simulation sim;
    private final SimZooKeeper zk;
    private final Deque<ElectionEvent> inbox = new ArrayDeque<>();
    private final Map<Integer, ElectionEvent> inFlight = new HashMap<>();

    boolean able = true;
    boolean paused;
    boolean linkUp = true;
    /** Whether its process was killed: another one, with another gid, stands in its place. */
    boolean dead;
    /** The epoch in which the listener believes to lead; 0 for none. */
    long leading;
    int version;

    private boolean connected;
    private long session;
    private int connection;
    private int requests;
    private long lastArrival;
    private long heardAt;
    private int ticks;
    private boolean tickDue;
    private long pauseAtRequest;
    private long pauseAtActivation;
    private @Nullable Integer wantedPlace;
    private boolean placeSaysAble = true;
    int joins;
    private boolean toldHead;
    /** What the machine was told, and did, as the invariants need it. */
    private boolean toldConnected;
    private boolean toldToBeHead;
    private long doubtedAt = Long.MIN_VALUE;
    private long provedAt = Long.MIN_VALUE;
    private ElectionEvent.@Nullable SurveyResult lastSurvey;
    private @Nullable Evidence evidence;

    /** What was read after evidence that the owner of that ZooKeeper session is dead. */
    private record Evidence(long session, long epoch, int version, int activeVersion) {}

    SimManager(Simulation sim, int id, int priority, boolean older, ElectionMachine machine) {
        this.sim = sim;
        this.id = id;
        this.priority = priority;
        this.older = older;
        this.machine = machine;
        zk = sim.zk;
    }

    void start() {
        if (dead) {
            return;
        }
        reconnect();
        ping();
        handOverToAble();
    }

    // --- the process ---

    /** Is killed. What it has sent may still arrive. */
    void kill() {
        dead = true;
        leading = 0;
    }

    long session() {
        return session;
    }

    void pause() {
        paused = true;
    }

    /** Pauses when the next request, or activation, is on its way, so that its answer waits. */
    void pauseAtNext(boolean activation, long length) {
        if (activation) {
            pauseAtActivation = length;
        } else {
            pauseAtRequest = length;
        }
    }

    private void pauseIf(long length) {
        if (length > 0) {
            sim.at(0, this::pause);
            sim.at(length, this::resume);
        }
    }

    void resume() {
        if (dead || !paused) {
            return;
        }
        paused = false;
        if (tickDue && sim.random.nextBoolean()) {
            tick(ticks);
        }
        while (!inbox.isEmpty() && !paused) {
            process(inbox.removeFirst());
        }
        tick(ticks);
        if (connected && sim.now - heardAt > Simulation.T * 2 / 3) {
            disconnect();
        }
    }

    void deliver(ElectionEvent event) {
        if (dead) {
            return;
        }
        if (paused) {
            inbox.add(event);
        } else {
            process(event);
        }
    }

    private void process(ElectionEvent event) {
        sim.trace(this, event);
        note(event);
        for (ElectionAction action : machine.handle(event, sim.now)) {
            sim.trace(this, action);
            perform(action);
        }
        checkRole(event);
        int tick = ++ticks;
        sim.at(machine.nextWake(sim.now) - sim.now, () -> tick(tick));
        sim.check();
    }

    private void note(ElectionEvent event) {
        switch (event) {
            case ElectionEvent.Connected _ -> toldConnected = true;
            case ElectionEvent.Suspended _,ElectionEvent.SessionLost _ -> toldConnected = false;
            case ElectionEvent.ActiveLost(var epoch) when epoch == leading -> doubtedAt = sim.now;
            case ElectionEvent.Checked(_, var reply, var sentAt) when reply == Reply.OK ->
                provedAt = Math.max(provedAt, sentAt);
            case ElectionEvent.Activated(_, var reply, var sentAt) when reply == Reply.OK ->
                provedAt = Math.max(provedAt, sentAt);
            case ElectionEvent.AtHead(var place) when Objects.equals(place, wantedPlace) -> toldToBeHead = true;
            case ElectionEvent.NotAtHead(var place) when Objects.equals(place, wantedPlace) -> toldToBeHead = false;
            case ElectionEvent.Surveyed(_, var survey) -> lastSurvey = survey;
            case ElectionEvent.LeaderDead _ -> sim.evidence++;
            default -> {
            }
        }
    }

    /** What must hold after each event, by what this manager was told. */
    private void checkRole(ElectionEvent event) {
        boolean mayAct = machine.mayAct(sim.now);
        sim.require((leading != 0) == machine.leads(),
                id + " is " + machine.state() + ", and its listener believes to lead in epoch " + leading);
        sim.require(!mayAct || toldConnected, id + " may act although it was told that it is not connected");
        sim.require(!mayAct || provedAt >= doubtedAt,
                id + " may act although nothing has proved its leadership since that was in doubt");
        boolean waits = machine.state() == ElectionMachine.State.QUEUED
                || machine.state() == ElectionMachine.State.HEAD;
        sim.require(
                !(event instanceof ElectionEvent.PlaceLost(var place) && Objects.equals(place, wantedPlace) && waits),
                id + " waits at a place that is lost");
    }

    /** Only who was told to be the head, and saw that nobody leads, may try to. */
    private void checkActivation() {
        ElectionEvent.SurveyResult seen = lastSurvey;
        sim.require(toldToBeHead, id + " activates without being the head of the queue");
        sim.require(seen != null && !seen.down() && !seen.betterQueued()
                && (seen.active() == ActiveNode.NONE || seen.active() == ActiveNode.REPLACEABLE),
                id + " activates although it saw " + seen);
    }

    private void tick(int number) {
        if (dead || number != ticks) {
            return;
        }
        if (paused) {
            tickDue = true;
        } else {
            tickDue = false;
            process(new ElectionEvent.Tick());
        }
    }

    private void perform(ElectionAction action) {
        switch (action) {
            case ElectionAction.Join(var place, var saysAble) -> {
                joins++;
                placeSaysAble = saysAble;
                place(place);
            }
            case ElectionAction.Leave() -> place(null);
            case ElectionAction.Survey(var op) ->
                request(() -> new ElectionEvent.Surveyed(op, survey()), new ElectionEvent.SurveyFailed(
                        op));
            case ElectionAction.Activate(var op, _, var v, var replace) -> {
                checkActivation();
                long sentAt = sim.now;
                pauseIf(pauseAtActivation);
                pauseAtActivation = 0;
                request(() -> new ElectionEvent.Activated(op, reply(zk.activate(session, id, v, replace)), sentAt),
                        new ElectionEvent.Activated(op, Reply.LOST, sentAt));
            }
            case ElectionAction.TakeOver(var op, var epoch, var v) -> {
                Evidence had = evidence;
                sim.require(had != null && had.epoch() == epoch && had.version() == v,
                        id + " takes over from epoch " + epoch + " on evidence of " + had);
                takeOver(op, v, had == null ? 0 : had.activeVersion());
            }
            case ElectionAction.Check(var op, _, var v) -> {
                long sentAt = sim.now;
                request(() -> new ElectionEvent.Checked(op, reply(zk.fenced(v)), sentAt),
                        new ElectionEvent.Checked(op, Reply.LOST,
                                sentAt));
            }
            case ElectionAction.HandOver(var op, _, var v, _) ->
                request(() -> new ElectionEvent.HandedOver(op, reply(zk.handOver(v,
                        id))), new ElectionEvent.HandedOver(op, Reply.LOST));
            case ElectionAction.Elected(var epoch, var v) -> elected(epoch, v);
            case ElectionAction.Frozen _,ElectionAction.Thawed _ ->
                sim.require(leading != 0, "frozen or thawed without leading");
            case ElectionAction.Ended _ -> {
                sim.require(leading != 0, "ended without leading");
                leading = 0;
            }
            case ElectionAction.Closed() -> sim.require(false, "closed");
        }
    }

    private void takeOver(int op, int v, int activeVersion) {
        long sentAt = sim.now;
        pauseIf(pauseAtActivation);
        pauseAtActivation = 0;
        if (sim.random.nextInt(5) == 0) {
            sim.at(sim.delay(), this::disconnect); // the outcome is unknown
        }
        request(() -> new ElectionEvent.Activated(op, reply(tookOver(v, activeVersion)), sentAt),
                new ElectionEvent.Activated(op, Reply.LOST, sentAt));
    }

    private boolean tookOver(int v, int activeVersion) {
        SimZooKeeper.Active before = zk.active();
        boolean took = zk.takeOver(session, id, v, activeVersion);
        if (took && before != null) {
            sim.takenOver++;
            sim.deposed(before.session(), before.epoch());
        }
        return took;
    }

    // --- evidence ---

    /** Has evidence that the owner of that ZooKeeper session is dead: reads, and takes over if it is the first that lives. */
    void sawDeath(long deadSession, boolean believesToBeFirst) {
        if (older) {
            evict(deadSession);
            return;
        }
        request(() -> judge(deadSession, believesToBeFirst), new ElectionEvent.Tick());
        sim.at(Simulation.SUCCESSION, () -> evict(deadSession));
    }

    private ElectionEvent judge(long deadSession, boolean believesToBeFirst) {
        SimZooKeeper.Active active = zk.active();
        Integer place = placeInQueue();
        if (active == null || active.session() != deadSession || zk.down() || place == null
                || !(believesToBeFirst || isFirstOfTheLiving(place, deadSession))) {
            return new ElectionEvent.Tick();
        }
        evidence = new Evidence(session, zk.epoch(), zk.version(), active.version());
        return new ElectionEvent.LeaderDead(place, zk.epoch(), zk.version());
    }

    private @Nullable Integer placeInQueue() {
        return zk.queue()
                .values()
                .stream()
                .filter(ticket -> ticket.manager() == id && ticket.session() == session)
                .map(SimZooKeeper.Ticket::place)
                .findFirst()
                .orElse(null);
    }

    private boolean isFirstOfTheLiving(int place, long deadSession) {
        boolean before = true; // in the queue
        for (SimZooKeeper.Ticket ticket : zk.queue().values()) {
            boolean mine = ticket.manager() == id && ticket.place() == place;
            if (mine) {
                before = false;
            } else if (ticket.session() != deadSession && (goesBefore(ticket) || (before && isLike(ticket)))) {
                return false;
            }
        }
        return true;
    }

    private boolean isLike(SimZooKeeper.Ticket other) {
        return other.able() == able && sim.managers.get(other.manager()).priority == priority;
    }

    /** Removes what that session holds, as today's road does. */
    private void evict(long deadSession) {
        if (dead || paused || !connected) {
            return;
        }
        request(() -> {
            SimZooKeeper.Active active = zk.active();
            if (active != null && active.session() == deadSession) {
                zk.evict(zk.down());
                sim.deposed(deadSession, active.epoch());
            }
            zk.queue().values().removeIf(ticket -> ticket.session() == deadSession);
            sim.deposed(deadSession, 0);
            return new ElectionEvent.Tick();
        }, new ElectionEvent.Tick());
    }

    private static Reply reply(boolean accepted) {
        return accepted ? Reply.OK : Reply.REFUSED;
    }

    private void elected(long epoch, int v) {
        sim.require(leading == 0, "elected while leading");
        sim.require(sim.electedEpochs.add(epoch), "epoch " + epoch + " had two leaders");
        leading = epoch;
        version = v;
        sim.at(sim.delay(), () -> {
            if (leading == epoch) {
                zk.publish(v);
                deliver(new ElectionEvent.Serving(epoch));
            }
        });
    }

    private ElectionEvent.SurveyResult survey() {
        SimZooKeeper.Active active = zk.active();
        ActiveNode whose = active == null
                ? ActiveNode.NONE
                : active.session() != session
                        ? ActiveNode.OTHER
                        : active.epoch() == zk.epoch() ? ActiveNode.MINE : ActiveNode.REPLACEABLE;
        boolean favourite = zk.queue()
                .values()
                .stream()
                .anyMatch(ticket -> ticket.manager() != id && goesBefore(ticket));
        return new ElectionEvent.SurveyResult(zk.epoch(), zk.version(), zk.down(), whose, favourite, false);
    }

    private boolean goesBefore(SimZooKeeper.Ticket other) {
        int its = sim.managers.get(other.manager()).priority;
        NodeContent.Ticket ticket = NodeContent.Ticket.of("other", 1, its, other.able() ? null : "full");
        return older ? ticket.priority() > priority : ticket.goesBefore(able, priority);
    }

    /** What the daemon does: an active that cannot do its work hands over to one that can. */
    private void handOverToAble() {
        if (dead) {
            return;
        }
        sim.at(Simulation.T, this::handOverToAble);
        if (leading != 0 && !able && zk.queue().values().stream().anyMatch(this::goesBefore)) {
            deliver(new ElectionEvent.Release(leading, StepDown.because("another one is able"), false));
        }
    }

    /** Its disk is full, or has space again. */
    void able(boolean is) {
        if (older || dead) {
            return;
        }
        able = is;
        deliver(new ElectionEvent.Able(is));
    }

    // --- the ZooKeeper client ---

    private void request(Supplier<ElectionEvent> atServer, ElectionEvent lost) {
        if (!connected) {
            sim.at(1, () -> deliver(lost));
            return;
        }
        int sentOver = connection;
        long sentUnder = session;
        int number = ++requests;
        inFlight.put(number, lost);
        lastArrival = Math.max(lastArrival + 1, sim.now + sim.delay());
        boolean onTheWire = linkUp;
        pauseIf(pauseAtRequest);
        pauseAtRequest = 0;
        sim.at(lastArrival - sim.now, () -> {
            boolean arrives = onTheWire && (linkUp || sim.random.nextBoolean());
            if (!arrives || !zk.lives(sentUnder) || session != sentUnder) {
                return;
            }
            zk.heard(sentUnder, sim.now);
            ElectionEvent answer = atServer.get();
            sim.changed();
            sim.at(sim.delay(), () -> {
                if (connection == sentOver && linkUp && inFlight.remove(number) != null) {
                    heardAt = sim.now;
                    deliver(answer);
                }
            });
        });
    }

    void cut() {
        linkUp = false;
    }

    void heal() {
        if (!linkUp) {
            linkUp = true;
            disconnect();
        }
    }

    /** The server ends the session before its time: an administrator did, or another client with its password. */
    void endSession() {
        zk.expire(session);
    }

    /** The connection breaks; the client finds out at once. */
    void disconnect() {
        if (dead || !connected) {
            return;
        }
        connected = false;
        connection++;
        List<ElectionEvent> lost = new ArrayList<>(inFlight.values());
        inFlight.clear();
        int callbacks = sim.random.nextInt(5); // first, last, or long after
        if (callbacks < 2) {
            lost.forEach(this::deliver);
        }
        deliver(new ElectionEvent.Suspended());
        if (callbacks == 4) {
            long late = sim.random.nextLong(2 * Simulation.T);
            sim.at(late, () -> lost.forEach(this::deliver));
        } else if (callbacks >= 2) {
            lost.forEach(this::deliver);
        }
        tellHead(false);
        int suspended = connection;
        sim.at(Simulation.T, () -> {
            if (!connected && connection == suspended) {
                session = 0;
                deliver(new ElectionEvent.SessionLost());
            }
        });
        tryReconnect();
    }

    private void tryReconnect() {
        sim.at(sim.random.nextLong(Simulation.T / 5) + 1, () -> {
            if (dead || connected) {
                return;
            }
            if (linkUp && !paused) {
                reconnect();
            } else {
                tryReconnect();
            }
        });
    }

    private void reconnect() {
        connected = true;
        connection++;
        heardAt = sim.now;
        boolean same = session != 0 && zk.lives(session);
        if (same) {
            zk.heard(session, sim.now);
        } else {
            if (session != 0) {
                deliver(new ElectionEvent.SessionLost());
            }
            session = zk.newSession(sim.now);
        }
        deliver(new ElectionEvent.Connected(Simulation.T));
        if (!same) {
            long registeredUnder = session;
            sim.at(sim.delay(), () -> {
                if (session == registeredUnder && connected) {
                    deliver(new ElectionEvent.Registered());
                } else if (session == registeredUnder) {
                    registerLater(registeredUnder);
                }
            });
        }
        syncPlace();
        lookSoon();
    }

    private void registerLater(long under) {
        sim.at(Simulation.T / 3, () -> {
            if (session == under && connected) {
                deliver(new ElectionEvent.Registered());
            } else if (session == under) {
                registerLater(under);
            }
        });
    }

    private void ping() {
        if (dead) {
            return;
        }
        sim.at(Simulation.T / 3, this::ping);
        if (connected && linkUp && !paused) {
            if (!zk.lives(session)) {
                disconnect();
            } else {
                zk.heard(session, sim.now);
                heardAt = sim.now;
            }
        } else if (connected && !paused && sim.now - heardAt >= Simulation.T * 2 / 3) {
            disconnect();
        }
    }

    // --- the queue and the watches ---

    private void place(@Nullable Integer place) {
        wantedPlace = place;
        toldHead = false;
        toldToBeHead = false;
        syncPlace();
    }

    /** LeaderLatch makes and deletes its nodes in the background, again and again until it could. */
    private void syncPlace() {
        int over = connection;
        sim.at(sim.delay(), () -> {
            if (dead || !connected || connection != over || !linkUp || !zk.lives(session)) {
                return;
            }
            Integer wanted = wantedPlace;
            boolean there = wanted != null && zk.queue()
                    .values()
                    .stream()
                    .anyMatch(ticket -> ticket.manager() == id
                            && ticket.place() == wanted && ticket.session() == session);
            if (!there) {
                zk.leave(id);
                if (wanted != null) {
                    zk.join(session, id, wanted, placeSaysAble);
                }
            }
            sim.changed();
        });
    }

    /** Something changed at the server: read it soon. */
    void lookSoon() {
        if (dead || !connected) {
            return;
        }
        int over = connection;
        sim.at(sim.delay(), () -> {
            if (!dead && connected && connection == over && linkUp && zk.lives(session)) {
                look();
            }
        });
    }

    private void look() {
        SimZooKeeper.Active active = zk.active();
        if (leading != 0 && active == null) {
            deliver(new ElectionEvent.ActiveLost(leading));
        } else if (leading != 0 && active != null && active.session() != session) {
            deliver(new ElectionEvent.ActiveTaken(leading));
        }
        tellHead(zk.isHead(id));
        deliver(new ElectionEvent.ClusterChanged());
    }

    private void tellHead(boolean head) {
        if (wantedPlace != null && head != toldHead) {
            toldHead = head;
            deliver(head ? new ElectionEvent.AtHead(wantedPlace) : new ElectionEvent.NotAtHead(wantedPlace));
        }
    }

    /** Somebody deleted the place; the watch tells. */
    void placeDeleted() {
        zk.leave(id);
        Integer place = wantedPlace;
        if (place != null && connected && linkUp) {
            sim.at(sim.delay(), () -> deliver(new ElectionEvent.PlaceLost(place)));
        } else {
            syncPlace();
        }
        sim.changed();
    }
}
