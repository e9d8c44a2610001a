package io.reeve.reportport.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.HandleCommandResult;
import java.util.List;
import java.util.Map;

/** Hears what happens to the sessions of daemons besides their reports. Called by any thread. */
public interface DaemonEvents {
    /**
     * Two processes report as the same daemon; the newer one has the session now. Must not block.
     *
     * @param older where the one that was sent away comes from, {@code IP:PORT}
     * @param newer where the other comes from
     */
    void duplicate(DaemonId daemon, String older, String newer);

    /** Counters that daemons of one type declare differently, in words; all there are now. Must not block. */
    void conflicts(List<String> all);

    /** A daemon sends a command to the active manager. Runs on a virtual thread of its own, and may block. */
    HandleCommandResult command(DaemonId from, Map<String, Object> command, byte[] input) throws InterruptedException;
}
