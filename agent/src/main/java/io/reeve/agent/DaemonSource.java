package io.reeve.agent;

import java.io.IOException;

/** Something that the agent reports as a daemon. One thread at a time asks it; it may block for some seconds. */
interface DaemonSource {
    /** The daemon's type: {@code host}, {@code osd}, {@code mon}, … */
    String type();

    /** Its id among those of the type. */
    String id();

    /**
     * What it is like now.
     *
     * @throws IOException if it cannot be asked; the message says what and where. The daemon is then not reported.
     */
    Reading read() throws IOException;
}
