package io.reeve.daemon;

import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.config.RunOptions;
import io.reeve.daemon.config.UnknownVariables;
import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.HangUp;
import io.reeve.daemon.process.ParentWatch;
import io.reeve.daemon.process.ReeveHome;
import io.reeve.daemon.process.StartupCache;
import io.reeve.daemon.process.Version;
import io.reeve.daemon.process.VersionLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reeved run}: one manager. */
@Command(name = "run", description = "Runs one manager. Each option can also be set in the environment (--standby-mode is"
        + " REEVE_STANDBY_MODE) and in a file; an option wins over the environment, that over the file.", mixinStandardHelpOptions = true, versionProvider = VersionLine.class, sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private final Class<?> main;
    private final ManagerRunner runner;

    @Spec
    private CommandSpec spec;

    @Option(names = "--exit-with-parent", hidden = true)
    private boolean exitWithParent;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    private RunCommand(Class<?> main, ManagerRunner runner) {
        this.main = main;
        this.runner = runner;
    }

    static CommandLine commandLine(Class<?> main, ManagerRunner runner) {
        CommandLine command = new CommandLine(new RunCommand(main, runner));
        RunOptions.addTo(command.getCommandSpec());
        return command;
    }

    @Override
    public Integer call() throws Exception {
        ManagerConfig config = config();
        startLog(config);
        HangUp.reopensLog();
        UnknownVariables.of(System.getenv()).forEach(LOG::warn);
        if (config.exitWithParent()) {
            ParentWatch.start();
        }
        LOG.info("Reeve {} manager {} of cluster {} starts, pid {}, ZooKeeper {}", Version.current(), config.id(),
                config.cluster(), ProcessHandle.current().pid(), config.zookeeper());
        StartupCache.makeLater(main);
        return runner.run(config);
    }

    private ManagerConfig config() throws ConfigException {
        return ConfigLoader.load(RunOptions.given(spec.commandLine().getParseResult()), System.getenv(),
                ReeveHome.bundledModules(), exitWithParent);
    }

    private static void startLog(ManagerConfig config) {
        if (config.logFile().isEmpty()) {
            Logging.toConsole();
            return;
        }
        Path file = config.logFile().get();
        try {
            Logging.toFile(file);
        } catch (IOException unwritable) {
            throw new CommandFailure("--log-file: " + file + " cannot be written: " + unwritable + ". Choose a file"
                    + " that this user can write, or -.");
        }
    }
}
