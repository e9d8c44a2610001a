package io.reeve.api.events;

import java.nio.ByteBuffer;

/**
 * One client that follows an {@link EventTopic}. It is implemented by the manager, and by tests of modules. Its methods are
 * called from any thread and must not block.
 */
public interface EventReader {
    /**
     * Takes an event for the client. A reader that has no room for it ends itself: the client connects again, and reads the
     * state anew.
     *
     * @param frame the encoded event, read-only; all readers get the same bytes, each with a position of its own
     */
    void offer(ByteBuffer frame);

    /** Ends the stream after what it was offered. */
    void end();
}
