package io.reeve.report;

/**
 * The daemon that a reporter speaks for: its identity, and everything that is reported and answered.
 *
 * @param type      the daemon's type
 * @param id        its id among the daemons of that type
 * @param gid       the number of its process
 * @param service   whether it is listed in the service map
 * @param collector runs before each report, on a worker
 * @param listener  hears each change of state, on the event loop
 */
record ReportingDaemon(String type, String id, long gid, boolean service, String cluster, ReporterRuntime runtime,
        InstrumentRegistry instruments, Facts facts, Commands commands, Runnable collector, StateListener listener) {

    /** A listener for the reporter's state. */
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
