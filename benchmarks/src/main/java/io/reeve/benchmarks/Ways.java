package io.reeve.benchmarks;

import java.util.List;

/** How a manager reaches ZooKeeper and is reached by its peers: straight, or through proxies that can be cut. */
sealed interface Ways extends AutoCloseable {
    /** Where the manager finds ZooKeeper. */
    String zooKeeper();

    /** Where daemons report to the manager. */
    String report();

    /** Further options of {@code reeved run}. */
    List<String> options();

    @Override
    void close();

    /** Nothing in between. */
    record Straight(String zooKeeper, String report) implements Ways {
        @Override
        public List<String> options() {
            return List.of("--report", report);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Proxies in between. */
    record Proxied(SilentProxy toZooKeeper, int reportPort, SilentProxy toReport) implements Ways {
        @Override
        public String zooKeeper() {
            return toZooKeeper.address();
        }

        @Override
        public String report() {
            return toReport.address();
        }

        @Override
        public List<String> options() {
            return List.of("--report", "127.0.0.1:" + reportPort, "--advertise-report", toReport.address());
        }

        @Override
        public void close() {
            toZooKeeper.close();
            toReport.close();
        }
    }
}
