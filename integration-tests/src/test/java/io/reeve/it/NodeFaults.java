package io.reeve.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** Nodes of the cluster in ZooKeeper that somebody harms. */
final class NodeFaults {
    private static final int HUGE = 900 * 1024;

    private NodeFaults() {}

    /** What is done to a node. */
    enum Harm {
        DELETED, GARBAGE, WRONG_TYPE, HUGE, EMPTY, PERSISTENT;

        byte[] bytes(byte[] before) {
            return switch (this) {
                case GARBAGE -> "\u0000{garbage\u00ff".getBytes(StandardCharsets.ISO_8859_1);
                case WRONG_TYPE -> wrongType(before).getBytes(StandardCharsets.UTF_8);
                case HUGE -> ("\"" + "x".repeat(NodeFaults.HUGE) + "\"").getBytes(StandardCharsets.UTF_8);
                case EMPTY -> new byte[0];
                case DELETED, PERSISTENT -> before.clone();
            };
        }

        /** JSON of the same shape with values of other types. */
        private static String wrongType(byte[] before) {
            return before.length > 0 && before[0] == '['
                    ? "[1, {\"a\": []}, null]"
                    : "{\"epoch\": \"seven\", \"layout\": [], \"name\": 7, \"gid\": {}, \"code\": 1}";
        }
    }

    /** A place and a harm that fit each other. */
    record Case(NodePlace place, Harm harm) {}

    /** All of them. */
    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (NodePlace place : NodePlace.values()) {
            for (Harm harm : Harm.values()) {
                if (harm != Harm.PERSISTENT || place.isEphemeral()) {
                    all.add(new Case(place, harm));
                }
            }
        }
        return all;
    }

    static Fault any(RandomGenerator chance) {
        return of(all().get(chance.nextInt(all().size())), chance);
    }

    static Fault of(Case what, RandomGenerator chance) {
        return new OfNode(what, chance.nextInt(1_000));
    }

    private static final class OfNode implements Fault {
        private final Case what;
        private final int which;
        private @Nullable String path;
        private byte[] before = {};
        private byte[] after = {};

        OfNode(Case what, int which) {
            this.what = what;
            this.which = which;
        }

        @Override
        public void inflict(FaultRound round) throws Exception {
            CuratorFramework hand = round.cluster().hand();
            try {
                List<String> there = what.place().paths(hand);
                if (there.isEmpty()) {
                    round.note("there is no such node");
                    return;
                }
                String chosen = there.get(which % there.size());
                before = hand.getData().forPath(chosen);
                after = what.harm().bytes(before);
                Set<ChangeKind> harmed = what.harm() == Harm.DELETED && what.place() == NodePlace.ROOT
                        ? Set.of(ChangeKind.values())
                        : what.place().holds();
                round.harms(harmed);
                harm(hand, chosen);
                path = chosen;
                round.note(chosen);
            } catch (KeeperException e) { // no quorum, or somebody changed the node at the same time
                round.note("not harmed: " + e.code());
            }
        }

        private void harm(CuratorFramework hand, String chosen) throws Exception {
            switch (what.harm()) {
                case DELETED -> hand.delete().deletingChildrenIfNeeded().forPath(chosen);
                case PERSISTENT -> {
                    hand.delete().forPath(chosen);
                    hand.create().withMode(CreateMode.PERSISTENT).forPath(chosen, before);
                }
                case GARBAGE, WRONG_TYPE, HUGE, EMPTY -> hand.setData().forPath(chosen, after);
            }
        }

        /** The root is what no manager repairs: whose data are there is for a person to say. */
        @Override
        public void mend(FaultRound round) throws Exception {
            String harmed = path;
            if (harmed == null || what.place() != NodePlace.ROOT || what.harm() == Harm.DELETED) {
                return;
            }
            round.atTheStart(() -> {
                CuratorFramework hand = round.cluster().hand();
                if (Arrays.equals(hand.getData().forPath(harmed), after)) {
                    hand.setData().forPath(harmed, before);
                    round.note(harmed + " repaired");
                }
            });
        }

        @Override
        public String toString() {
            return what.place() + " " + what.harm() + " " + which;
        }
    }
}
