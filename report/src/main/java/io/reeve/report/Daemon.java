package io.reeve.report;

/**
 * What a {@link Link} needs of its reporter.
 *
 * @param listener hears each change of state, on a worker
 */
record Daemon(String type, String id, long gid, boolean service, String cluster, ReporterRuntime runtime,
        Instruments instruments, Facts facts, Commands commands, Runnable collector, StateListener listener) {

    /** Hears what the reporter does now. */
    interface StateListener {
        void state(ReporterState state, String address);
    }

    String name() {
        return type + "." + id;
    }

    void state(ReporterState state, String address) {
        listener.state(state, address);
    }
}
