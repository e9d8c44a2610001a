package io.reeve.it;

import java.util.random.RandomGenerator;

/** One of three machines: a certain one, or for managers the active, whichever it is then. */
record Target(boolean active, int which) {
    /** Half of them the active. */
    static Target manager(RandomGenerator chance) {
        boolean active = chance.nextBoolean();
        return new Target(active, chance.nextInt(3));
    }

    static Target zooKeeper(RandomGenerator chance) {
        return new Target(false, chance.nextInt(3));
    }

    Machine manager(ContainerCluster cluster) throws InterruptedException {
        Machine one = cluster.managers().get(which);
        return active ? cluster.active().orElse(one) : one;
    }

    Machine zooKeeper(ContainerCluster cluster) {
        return cluster.zooKeepers().get(which);
    }

    /** Two failures can hit the same machine; the second finds it down. */
    static void ifUp(Machine machine, Uninterruptibly.Step harm) throws Exception {
        if (machine.isRunning() && !machine.isPaused()) {
            harm.run();
        }
    }

    @Override
    public String toString() {
        return active ? "the active" : Integer.toString(which);
    }
}
