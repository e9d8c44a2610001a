package io.reeve.election;

/** What can happen to a manager's role. Times are {@link System#nanoTime} values of the moment that the name says. */
sealed interface RoleEvent {
    /** How a transaction ended: persisted, refused by the server, or its answer was lost. */
    enum Reply {
        OK, REFUSED, LOST
    }

    /** Connected, or connected again under the same session. */
    record Connected(long timeout) implements RoleEvent {}

    /** The connection is in doubt. */
    record Suspended() implements RoleEvent {}

    /** The session is over, and with it every ephemeral node. */
    record SessionLost() implements RoleEvent {}

    /** The manager's registration node is there under the present session. */
    record Registered() implements RoleEvent {}

    /** The place in the queue is the first one. */
    record AtHead(int place) implements RoleEvent {}

    /** The place in the queue is not the first one, or nobody knows at present. */
    record NotAtHead(int place) implements RoleEvent {}

    /** The place in the queue was deleted by somebody else. */
    record PlaceLost(int place) implements RoleEvent {}

    /** The own active node was seen gone, or foreign. */
    record ActiveLost(long epoch) implements RoleEvent {}

    /** Epoch or active node changed. */
    record ClusterChanged() implements RoleEvent {}

    /** Answer to {@link RoleAction.Survey}. */
    record Surveyed(int op, Survey survey) implements RoleEvent {}

    /** {@link RoleAction.Survey} could not read. */
    record SurveyFailed(int op) implements RoleEvent {}

    /** Answer to {@link RoleAction.Activate}. */
    record Activated(int op, Reply reply, long sentAt) implements RoleEvent {}

    /** Answer to {@link RoleAction.Check}. */
    record Checked(int op, Reply reply, long sentAt) implements RoleEvent {}

    /** Answer to {@link RoleAction.HandOver}. */
    record HandedOver(int op, Reply reply) implements RoleEvent {}

    /** A write of that epoch was refused by the fence. */
    record WriteFenced(long epoch) implements RoleEvent {}

    /** The leader of that epoch gives leadership back; {@code failed}: its activation failed. */
    record Release(long epoch, StepDown how, boolean failed) implements RoleEvent {}

    /** The leader of that epoch serves. */
    record Serving(long epoch) implements RoleEvent {}

    /** Time went by. */
    record Tick() implements RoleEvent {}

    /** The manager stops. */
    record Close(String why) implements RoleEvent {}

    /** Whose the active node is. */
    enum ActiveNode {
        NONE, MINE, OTHER,
        /** Belongs to no session, or is mine of an older epoch: whoever activates replaces it. */
        REPLACEABLE
    }

    /**
     * What a fresh read of the cluster gave.
     *
     * @param epoch           the epoch
     * @param version         the epoch node's version
     * @param down            whether nobody may become active
     * @param active          whose the active node is
     * @param favouriteQueued whether a manager of higher priority is in the queue
     * @param barred          whether this software must never lead here: newer layout
     */
    record Survey(long epoch, int version, boolean down, ActiveNode active, boolean favouriteQueued,
            boolean barred) {}
}
