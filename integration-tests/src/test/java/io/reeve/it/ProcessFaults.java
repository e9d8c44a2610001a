package io.reeve.it;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Processes and machines that end or stand still. */
final class ProcessFaults {
    private ProcessFaults() {}

    /** Something that is done to one machine, which {@link ContainerCluster#mend} undoes. */
    private record OfManager(Target target, Harm harm) implements Fault {
        interface Harm {
            void to(Machine machine, FaultRound round) throws Exception;
        }

        @Override
        public void inflict(FaultRound round) throws Exception {
            Machine machine = target.manager(round.cluster());
            Target.ifUp(machine, () -> harm.to(machine, round));
        }

        @Override
        public String toString() {
            return "manager " + target;
        }
    }

    static Fault kill(RandomGenerator chance) {
        return new OfManager(Target.manager(chance), (machine, _) -> machine.kill());
    }

    static Fault stop(RandomGenerator chance) {
        return new OfManager(Target.manager(chance), (machine, _) -> machine.stop());
    }

    static Fault pause(RandomGenerator chance) {
        return new OfManager(Target.manager(chance), (machine, round) -> {
            machine.pause();
            round.writeLate(machine);
        });
    }

    static Fault sigstop(RandomGenerator chance) {
        return new OfManager(Target.manager(chance), (machine, round) -> {
            machine.signal("STOP");
            round.writeLate(machine);
        });
    }

    static Fault mgrFail(RandomGenerator chance) {
        return new OfManager(Target.manager(chance), (machine, _) -> {
            try (Ask ask = Ask.following()) {
                ask.command(machine.url(), Map.of("prefix", "mgr fail"), Duration.ofSeconds(2));
            }
        });
    }

    /** One ZooKeeper server, or the two others. */
    private record OfZooKeeper(Target target, boolean others, boolean kill) implements Fault {
        @Override
        public void inflict(FaultRound round) throws Exception {
            Machine one = target.zooKeeper(round.cluster());
            for (Machine server : round.cluster().zooKeepers()) {
                if ((server == one) != others) {
                    Target.ifUp(server, kill ? server::kill : server::pause);
                }
            }
        }

        @Override
        public String toString() {
            return others ? "all but server " + target : "server " + target;
        }
    }

    static Fault killZooKeeper(RandomGenerator chance) {
        return new OfZooKeeper(Target.zooKeeper(chance), false, true);
    }

    static Fault pauseZooKeeper(RandomGenerator chance) {
        return new OfZooKeeper(Target.zooKeeper(chance), false, false);
    }

    static Fault killQuorum(RandomGenerator chance) {
        return new OfZooKeeper(Target.zooKeeper(chance), true, true);
    }
}
