package io.reeve.reportport.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.HandleCommandResult;
import java.util.List;
import java.util.Map;

/** The receiver of events in the sessions of daemons other than reports. Called on any thread. */
public interface DaemonEvents {
    /**
     * Called when two processes report as the same daemon; the newer one has the session now. Must not block.
     *
     * @param older the address of the process whose session was ended: {@code IP:PORT}
     * @param newer the address of the other process
     */
    void duplicate(DaemonId daemon, String older, String newer);

    /** Called with all conflicts between declared counters, one line each, when they changed. Must not block. */
    void conflicts(List<String> all);

    /** Runs a command that a daemon sends to the active manager. Called on a virtual thread; may block. */
    HandleCommandResult command(DaemonId from, Map<String, Object> command, byte[] input) throws InterruptedException;
}
