package io.reeve.agent;

import java.io.IOException;

/** A source that the agent reports as a daemon. It is read by one thread at a time, and may block for some seconds. */
interface DaemonSource {
    /** The daemon's type: {@code host}, {@code osd}, {@code mon}, … */
    String type();

    /** The daemon's id among those of its type. */
    String id();

    /**
     * Reads the present state.
     *
     * @throws IOException if that fails; the message says what and where. The daemon is then not reported.
     */
    Reading read() throws IOException;
}
