package io.reeve.benchmarks;

import io.reeve.election.testing.TcpProxy;
import java.io.IOException;
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
    record Proxied(TcpProxy toZooKeeper, int reportPort, TcpProxy toReport) implements Ways {
        /** Proxies to ZooKeeper and to a manager's report port. */
        static Proxied to(int zooKeeperPort, int reportPort) {
            try {
                return new Proxied(new TcpProxy(zooKeeperPort), reportPort, new TcpProxy(reportPort));
            } catch (IOException e) {
                throw new BenchmarkException("no free port for a proxy", e);
            }
        }

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
            try {
                toZooKeeper.close();
                toReport.close();
            } catch (IOException e) {
                throw new BenchmarkException("a proxy cannot be closed", e);
            }
        }
    }
}
