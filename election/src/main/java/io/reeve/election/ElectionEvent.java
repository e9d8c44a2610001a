package io.reeve.election;

/** What can happen to a manager's role. Times are {@link System#nanoTime} values of the moment that the name says. */
sealed interface ElectionEvent {
    /** How a transaction ended: persisted, refused by the server, or its answer was lost. */
    enum Reply {
        OK, REFUSED, LOST
    }

    /** Connected, or connected again under the same session. */
    record Connected(long timeout) implements ElectionEvent {}

    /** The connection is in doubt. */
    record Suspended() implements ElectionEvent {}

    /** The session is over, and with it every ephemeral node. */
    record SessionLost() implements ElectionEvent {}

    /** The manager's registration node is there under the present session. */
    record Registered() implements ElectionEvent {}

    /** The place in the queue is the first one. */
    record AtHead(int place) implements ElectionEvent {}

    /** The place in the queue is not the first one, or nobody knows at present. */
    record NotAtHead(int place) implements ElectionEvent {}

    /** The place in the queue was deleted by somebody else. */
    record PlaceLost(int place) implements ElectionEvent {}

    /** The own active node was seen gone, or foreign. */
    record ActiveLost(long epoch) implements ElectionEvent {}

    /** Epoch or active node changed. */
    record ClusterChanged() implements ElectionEvent {}

    /** Answer to {@link ElectionAction.Survey}. */
    record Surveyed(int op, SurveyResult survey) implements ElectionEvent {}

    /** {@link ElectionAction.Survey} could not read. */
    record SurveyFailed(int op) implements ElectionEvent {}

    /** Answer to {@link ElectionAction.Activate}. */
    record Activated(int op, Reply reply, long sentAt) implements ElectionEvent {}

    /** Answer to {@link ElectionAction.Check}. */
    record Checked(int op, Reply reply, long sentAt) implements ElectionEvent {}

    /** Answer to {@link ElectionAction.HandOver}. */
    record HandedOver(int op, Reply reply) implements ElectionEvent {}

    /** A write of that epoch was refused by the fence. */
    record WriteFenced(long epoch) implements ElectionEvent {}

    /** The leader of that epoch gives leadership back; {@code failed}: its activation failed. */
    record Release(long epoch, StepDown how, boolean failed) implements ElectionEvent {}

    /** The leader of that epoch serves. */
    record Serving(long epoch) implements ElectionEvent {}

    /** Time went by. */
    record Tick() implements ElectionEvent {}

    /** The manager stops. */
    record Close(String why) implements ElectionEvent {}

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
    record SurveyResult(long epoch, int version, boolean down, ActiveNode active, boolean favouriteQueued,
            boolean barred) {}
}
