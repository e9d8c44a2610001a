package io.reeve.election.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A model of the few nodes of ZooKeeper on which the election stands. */
public final class SimZooKeeper {
    private final long timeout;
    private final Map<Long, Long> lastHeard = new HashMap<>();
    private final NavigableMap<Long, Ticket> queue = new TreeMap<>();
    private long epoch;
    private int version;
    private boolean down;
    private @Nullable Active active;
    private long lastSession;
    private long lastPlace;

    /** The active node; its version counts the writes of its owner. */
    public record Active(long session, int manager, long epoch, int version) {}

    /** A place in the queue. */
    public record Ticket(long session, int manager, int place, boolean able) {}

    public SimZooKeeper(long timeout) {
        this.timeout = timeout;
    }

    public long newSession(long now) {
        lastHeard.put(++lastSession, now);
        return lastSession;
    }

    public boolean lives(long session) {
        return lastHeard.containsKey(session);
    }

    public void heard(long session, long now) {
        lastHeard.computeIfPresent(session, (_, _) -> now);
    }

    /** Ends a session, with all that it holds. */
    public void expire(long session) {
        lastHeard.remove(session);
        queue.values().removeIf(ticket -> ticket.session() == session);
        if (active != null && active.session() == session) {
            active = null;
        }
    }

    /** Ends the sessions that were silent for too long. */
    public void expireSilent(long now) {
        lastHeard.entrySet()
                .stream()
                .filter(entry -> now - entry.getValue() >= timeout)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::expire);
    }

    public long epoch() {
        return epoch;
    }

    public int version() {
        return version;
    }

    public boolean down() {
        return down;
    }

    public @Nullable Active active() {
        return active;
    }

    public NavigableMap<Long, Ticket> queue() {
        return queue;
    }

    /** A fenced write, or check. */
    public boolean fenced(int ofVersion) {
        return version == ofVersion && active != null;
    }

    public boolean activate(long session, int manager, int ofVersion, boolean replace) {
        if (version != ofVersion || (active != null && !replace) || (active == null && replace)) {
            return false;
        }
        raise(down);
        active = new Active(session, manager, epoch, 0);
        return true;
    }

    /** Replaces the active node of that version, raises the epoch, and deletes its owner's places, if nothing has changed. */
    public boolean takeOver(long session, int manager, int ofVersion, int activeVersion) {
        if (version != ofVersion || active == null || active.version() != activeVersion) {
            return false;
        }
        long dead = active.session();
        raise(down);
        queue.values().removeIf(ticket -> ticket.session() == dead);
        active = new Active(session, manager, epoch, 0);
        return true;
    }

    /** The owner of the active node writes into it. */
    public void publish(int ofVersion) {
        if (version == ofVersion && active != null) {
            active = new Active(active.session(), active.manager(), active.epoch(), active.version() + 1);
        }
    }

    public boolean handOver(int ofVersion, int manager) {
        if (version != ofVersion || active == null) {
            return false;
        }
        evict(down);
        queue.values().removeIf(ticket -> ticket.manager() == manager);
        return true;
    }

    /** Raises the epoch, and deletes the active node. */
    public void evict(boolean nowDown) {
        raise(nowDown);
        active = null;
    }

    private void raise(boolean nowDown) {
        epoch++;
        version++;
        down = nowDown;
    }

    /** Somebody writes into the epoch node, and raises nothing. */
    public void touchEpoch() {
        version++;
    }

    /** Deletes the active node by hand. */
    public void deleteActive() {
        active = null;
    }

    public void join(long session, int manager, int place, boolean able) {
        queue.put(++lastPlace, new Ticket(session, manager, place, able));
    }

    public void leave(int manager) {
        queue.values().removeIf(ticket -> ticket.manager() == manager);
    }

    public boolean isHead(int manager) {
        return !queue.isEmpty() && queue.firstEntry().getValue().manager() == manager;
    }
}
