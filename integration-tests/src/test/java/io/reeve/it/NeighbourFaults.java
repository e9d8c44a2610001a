package io.reeve.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Managers that appear beside the three. */
final class NeighbourFaults {
    private static final String HOST = "neighbour";

    private NeighbourFaults() {}

    /** One more manager, for as long as the failure lasts. */
    private abstract static class Neighbour implements Fault {
        private @Nullable Machine machine;

        abstract Machine made(ContainerCluster cluster) throws Exception;

        /** Before it goes. */
        abstract void check(Machine neighbour, FaultRound round) throws Exception;

        @Override
        public void inflict(FaultRound round) throws Exception {
            Machine made = made(round.cluster());
            machine = made;
            made.container().start();
        }

        @Override
        public void mend(FaultRound round) throws Exception {
            Machine made = machine;
            if (made != null) {
                check(made, round);
                made.container().stop();
            }
        }
    }

    /** A second one of the same name: it must not push the first one out while that lives. */
    static Fault ofTheSameName(RandomGenerator chance) {
        int which = chance.nextInt(3);
        return new Neighbour() {
            @Override
            Machine made(ContainerCluster cluster) throws Exception {
                return cluster.neighbour(HOST, cluster.managers().get(which).name(), "reeve");
            }

            @Override
            void check(Machine neighbour, FaultRound round) {
                round.note("its status is " + (neighbour.isRunning() ? "running" : neighbour.exitStatus()));
            }

            @Override
            public String toString() {
                return "manager " + which;
            }
        };
    }

    /** One of another cluster in the same ZooKeeper, of the same name too: neither sees the other. */
    static Fault ofAnotherCluster(RandomGenerator chance) {
        return new Neighbour() {
            @Override
            Machine made(ContainerCluster cluster) throws Exception {
                return cluster.neighbour(HOST, "a", "other");
            }

            @Override
            void check(Machine neighbour, FaultRound round) throws Exception {
                ContainerCluster cluster = round.cluster();
                String seen = managersSeenBy(neighbour, cluster).toString();
                if (!List.of("[]", "[" + neighbour.url() + "]").contains(seen)) {
                    round.wrong("the other cluster's manager sees " + seen);
                }
                for (Machine manager : cluster.managers()) {
                    if (managersSeenBy(manager, cluster).contains(neighbour.url())) {
                        round.wrong(manager + " sees the other cluster's manager");
                    }
                }
                round.note(seen.equals("[]") ? "the other cluster has no active yet" : "the other cluster is apart");
            }

            @Override
            public String toString() {
                return "manager a";
            }
        };
    }

    private static List<String> managersSeenBy(Machine manager, ContainerCluster cluster) throws Exception {
        JsonNode map = cluster.data(manager, Map.of("prefix", "mgr metadata"));
        List<String> urls = new ArrayList<>();
        map.forEach(one -> urls.add(one.path("url").asText().replaceAll("/$", "")));
        return urls;
    }
}
