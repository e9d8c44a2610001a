package io.reeve.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A cut between one machine and others: their packets are dropped in both directions, silently. The rules stand in the
 * machines' own networks and not in the host's, so that they never outlive the containers, and published ports stay.
 */
final class Partition {
    private final List<Rule> rules = new ArrayList<>();

    /** What a machine does not hear, as long as it is the same process. */
    private record Rule(Machine deaf, long pid, String from) {}

    private Partition() {}

    static Partition between(Machine one, List<Machine> others) throws IOException, InterruptedException {
        Partition partition = new Partition();
        for (Machine other : others) {
            partition.drop(one, other);
            partition.drop(other, one);
        }
        return partition;
    }

    private void drop(Machine deaf, Machine speaker) throws IOException, InterruptedException {
        if (deaf.isRunning() && speaker.isRunning()) {
            Rule rule = new Rule(deaf, deaf.pid(), speaker.address());
            iptables("-I", rule);
            rules.add(rule);
        }
    }

    void mend() throws IOException, InterruptedException {
        for (Rule rule : rules) {
            if (rule.deaf().pid() == rule.pid()) {
                iptables("-D", rule);
            }
        }
        rules.clear();
    }

    private static void iptables(String what, Rule rule) throws IOException, InterruptedException {
        rule.deaf().inItsNetwork("iptables", "-w", what, "INPUT", "-s", rule.from(), "-j", "DROP");
    }
}
