package io.reeve.it;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The kinds of failures that a random run mixes. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum FaultKind {
    KILL(ProcessFaults::kill), STOP(ProcessFaults::stop), PAUSE(ProcessFaults::pause), SIGSTOP(ProcessFaults::sigstop),
    MGR_FAIL(ProcessFaults::mgrFail), KILL_ZOOKEEPER(ProcessFaults::killZooKeeper),
    PAUSE_ZOOKEEPER(ProcessFaults::pauseZooKeeper), KILL_QUORUM(ProcessFaults::killQuorum),
    CUT_FROM_ZOOKEEPER(NetworkFaults::fromZooKeeper), CUT_FROM_ONE_ZOOKEEPER(NetworkFaults::fromOneZooKeeper),
    CUT_FROM_MANAGERS(NetworkFaults::fromManagers), CUT_ZOOKEEPERS(NetworkFaults::betweenZooKeepers),
    WIPE(EnsembleFaults::wipe), RESTORE(EnsembleFaults::restore),
    NODE(NodeFaults::any),
    STRANGERS(StrangerFaults::atTheReportPort), HALF_REQUESTS(StrangerFaults::byHttp),
    IDLE_CONNECTIONS(StrangerFaults::idle), HANGING_MODULE(ModuleFaults::hanging), CLOCK(HostFaults::clock),
    FULL_DISK(HostFaults::fullManager), FULL_ZOOKEEPER(HostFaults::fullZooKeeper),
    SAME_NAME(NeighbourFaults::ofTheSameName), OTHER_CLUSTER(NeighbourFaults::ofAnotherCluster);

    private static final int NODES = 5;
    private final Function<RandomGenerator, Fault> drawing;

    FaultKind(Function<RandomGenerator, Fault> drawing) {
        this.drawing = drawing;
    }

    /** One of this kind. All that is left to chance is drawn here. */
    Fault draw(RandomGenerator chance) {
        return drawing.apply(chance);
    }

    /** How often it comes compared with others: there are many nodes, and many ways to harm each. */
    int weight() {
        return this == NODE ? NODES : 1;
    }
}
