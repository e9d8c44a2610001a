package io.reeve.daemon.zookeeper;

import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.HangUp;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.process.VersionLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reeved zookeeper}: the bundled ZooKeeper, alone or as a member of an ensemble. */
@Command(name = "zookeeper", mixinStandardHelpOptions = true, versionProvider = VersionLine.class, sortOptions = false, description = "Runs the bundled ZooKeeper server, alone or as a member of an ensemble.", footer = {
        "", "A member of an ensemble of three:",
        "  reeved zookeeper --id 1 --data /var/lib/reeve-zk \\",
        "    --server '1=zk1:2888:3888,2=zk2:2888:3888,3=zk3:2888:3888'"})
public final class ZooKeeperCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperCommand.class);

    @Option(names = "--id", paramLabel = "N", description = "This member's number in --server.")
    private @Nullable String id;

    @Option(names = "--server", split = ",", paramLabel = "ID=HOST:PORT:ELECTIONPORT[;CLIENTPORT]", description = "The members, this one included: repeat, or put commas between.")
    private List<String> servers = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "zookeeper-data", description = "Where its data is. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("zookeeper-data");

    @Option(names = "--port", paramLabel = "P", description = "Where clients connect; 0 takes a free one. Default: the CLIENTPORT of its --server, or 2181")
    private @Nullable String port;

    @Option(names = "--bind", paramLabel = "HOST", description = "The address for clients. Default: 127.0.0.1, or 0.0.0.0 as a member of an ensemble")
    private @Nullable String bind;

    @Override
    public Integer call() throws Exception {
        ZooKeeperConfig config = ZooKeeperArguments.check(id, servers, data, port, bind);
        Logging.toConsole();
        HangUp.reopensLog();
        if (!config.members().isEmpty()) {
            Logging.alsoInfo("org.apache.zookeeper.server.quorum");
        }
        StartChecks.prepare(config);
        CountDownLatch stopped = new CountDownLatch(1);
        EmbeddedZooKeeper server = start(config);
        ProcessExit.onExit(() -> {
            LOG.info("ZooKeeper stops");
            server.close();
            stopped.countDown();
        });
        LOG.info("ZooKeeper {} listens on {}, data in {}",
                config.members().isEmpty() ? "alone" : "member " + config.id(), server.address(),
                config.data().toAbsolutePath());
        stopped.await();
        return ProcessExit.OK;
    }

    private static EmbeddedZooKeeper start(ZooKeeperConfig config) throws InterruptedException {
        try {
            return EmbeddedZooKeeper.start(config, _ -> ProcessExit.exitBeside(ProcessExit.FAILED));
        } catch (IOException refused) {
            LOG.debug("ZooKeeper did not start", refused);
            throw new CommandFailure(String.valueOf(refused.getMessage()));
        }
    }
}
