package io.reeve.election;

/** An event in a manager's election. Times are values of {@link System#nanoTime} at the moment that their name says. */
sealed interface ElectionEvent {
    /** The end of a transaction. */
    enum Reply {
        /** Persisted. */
        OK,
        /** Refused by the server for the state of a node. */
        REFUSED,
        /** Refused by the server whatever the state of the nodes: this manager must not do that. */
        DENIED,
        /** Unknown: the answer was lost. */
        LOST
    }

    /** Connected, or connected again under the same ZooKeeper session. */
    record Connected(long timeout) implements ElectionEvent {}

    /** The connection is in doubt. */
    record Suspended() implements ElectionEvent {}

    /** The ZooKeeper session is over, and with it every ephemeral node. */
    record SessionLost() implements ElectionEvent {}

    /** The data in ZooKeeper are not those of this election any more: it takes no part and gives nothing back. */
    record Abandoned(String why) implements ElectionEvent {}

    /** The manager is registered under the present ZooKeeper session. */
    record Registered() implements ElectionEvent {}

    /** The place in the queue is the first. */
    record AtHead(int place) implements ElectionEvent {}

    /** The place in the queue is not the first, or that is unknown at present. */
    record NotAtHead(int place) implements ElectionEvent {}

    /** The place in the queue was deleted by somebody else. */
    record PlaceLost(int place) implements ElectionEvent {}

    /** This manager's active node is gone or belongs to somebody else. */
    record ActiveLost(long epoch) implements ElectionEvent {}

    /** The active node belongs to somebody else although nobody took the epoch: this manager's was deleted. */
    record ActiveTaken(long epoch) implements ElectionEvent {}

    /** The epoch or the active node changed. */
    record ClusterChanged() implements ElectionEvent {}

    /** The answer to {@link ElectionAction.Survey}. */
    record Surveyed(int op, SurveyResult survey) implements ElectionEvent {}

    /** The failure of {@link ElectionAction.Survey}. */
    record SurveyFailed(int op) implements ElectionEvent {}

    /** The answer to {@link ElectionAction.Activate}, or to {@link ElectionAction.TakeOver}. */
    record Activated(int op, Reply reply, long sentAt) implements ElectionEvent {}

    /** The answer to {@link ElectionAction.Check}. */
    record Checked(int op, Reply reply, long sentAt) implements ElectionEvent {}

    /** The answer to {@link ElectionAction.HandOver}. */
    record HandedOver(int op, Reply reply) implements ElectionEvent {}

    /** A write of that epoch was refused by the fence. */
    record WriteFenced(long epoch) implements ElectionEvent {}

    /** The leader of that epoch hands over; {@code failed} says whether because its activation failed. */
    record Release(long epoch, StepDown how, boolean failed) implements ElectionEvent {}

    /** The leader of that epoch has begun to serve. */
    record Serving(long epoch) implements ElectionEvent {}

    /** This manager can do the work of an active from now on, or cannot. */
    record Able(boolean able) implements ElectionEvent {}

    /**
     * Evidence shows that the leader's process is dead, and this manager, with that place, is the first that lives in the
     * queue.
     *
     * @param epoch   the dead leader's
     * @param version the version of the epoch node in that epoch
     */
    record LeaderDead(int place, long epoch, int version) implements ElectionEvent {}

    /** Time has passed. */
    record Tick() implements ElectionEvent {}

    /** The manager stops. */
    record Close(String why) implements ElectionEvent {}

    /** The owner of the active node. */
    enum ActiveNode {
        NONE, MINE, OTHER,
        /** No ZooKeeper session, or this manager in an older epoch: the next leader replaces the node. */
        REPLACEABLE
    }

    /**
     * The state of the cluster as read for the election.
     *
     * @param epoch                the epoch
     * @param version              the version of the epoch node
     * @param down                 whether no manager may become active
     * @param active               the owner of the active node
     * @param betterQueued         whether one that goes before this manager is in the queue: able while this one is not, or
     *                             as able and of higher priority
     * @param barred               whether this software must never lead here, since the layout is newer
     */
    record SurveyResult(long epoch, int version, boolean down, ActiveNode active, boolean betterQueued,
            boolean barred) {}
}
