package io.reeve.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Modules that hang. */
final class ModuleFaults {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ModuleFaults() {}

    static Fault hanging(RandomGenerator chance) {
        List<HangingModule> all = HangingModule.all();
        return new Hanging(all.get(chance.nextInt(all.size())));
    }

    private record Hanging(HangingModule module) implements Fault {
        @Override
        public void inflict(FaultRound round) throws Exception {
            ContainerCluster cluster = round.cluster();
            cluster.keeper().endHanging(false);
            try (Ask ask = Ask.following()) {
                String url = cluster.managers().getFirst().url();
                Duration patience = Duration.ofSeconds(2);
                ask.command(url, Map.of("prefix", "mgr module enable", "module", module.moduleName()), patience);
                if (module == HangingModule.COMMAND) {
                    ask.command(url, Map.of("prefix", "hang_command now"), patience);
                }
            }
        }

        @Override
        public void mend(FaultRound round) throws Exception {
            round.cluster().keeper().endHanging(true);
            round.atTheEnd(() -> await(module + " disabled").atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> isDisabled(round.cluster())));
        }

        private boolean isDisabled(ContainerCluster cluster) throws Exception {
            Machine any = cluster.managers().getFirst();
            cluster.data(any, Map.of("prefix", "mgr module disable", "module", module.moduleName()));
            JsonNode enabled = cluster.data(any, Map.of("prefix", "mgr module ls")).path("enabled_modules");
            return enabled.isArray() && !enabled.toString().contains("\"" + module.moduleName() + "\"");
        }

        @Override
        public String toString() {
            return module.moduleName();
        }
    }
}
