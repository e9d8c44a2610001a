package io.reeve.daemon;

import io.reeve.agent.AgentCommand;
import io.reeve.agent.ServerConnector;
import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.RunOptions;
import io.reeve.daemon.demo.DemoCommand;
import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.HangUp;
import io.reeve.daemon.process.ParentWatch;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.process.Version;
import io.reeve.daemon.process.VersionLine;
import io.reeve.daemon.process.VitalThreads;
import io.reeve.daemon.zookeeper.ZooKeeperCommand;
import io.reeve.election.ZooKeeperAccess;
import io.reeve.election.ZooKeeperTls;
import io.reeve.modulehost.threads.HostThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line {@code reeved}. */
@Command(name = "reeved", description = "The Reeve manager daemon.", mixinStandardHelpOptions = true, versionProvider = VersionLine.class, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "Exit status:%n", exitCodeList = {
        "0:stopped cleanly", "1:refused or failed", "2:wrong options or settings",
        "70:ended because a module would not stop"})
public final class Main implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the field
    private Main() {}

    public static void main(String[] args) {
        HostThreads.takeCommonPools();
        int status = execute(Main.class, Manager::run, args);
        ProcessExit.exit(status);
    }

    /** Runs one command line; returns the exit status. The demo starts its managers through the given main class. */
    static int execute(Class<?> main, ManagerRunner runner, String... args) {
        ProcessExit.prepare();
        VitalThreads.watch();
        CommandLine reeved = new CommandLine(new Main());
        reeved.addSubcommand(RunCommand.commandLine(main, runner));
        reeved.addSubcommand(new DemoCommand(main));
        reeved.addSubcommand(new ZooKeeperCommand());
        CommandLine agent = new CommandLine(new AgentCommand(Version.current(), new ThisProcess()));
        RunOptions.addTlsTo(agent.getCommandSpec());
        reeved.addSubcommand(agent);
        reeved.addSubcommand(new CacheCommand(main));
        reeved.addSubcommand(new TrainCommand(runner));
        reeved.setParameterExceptionHandler((wrong, given) -> usage(wrong));
        reeved.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        for (String arg : args) {
            if (arg.indexOf('\ufffd') >= 0) { // what Java puts for bytes that are not in the locale's charset
                reeved.getErr().println("reeved: argument '" + arg + "' is not in UTF-8; write it so.");
                return ProcessExit.USAGE;
            }
        }
        return reeved.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: run, demo, agent or zookeeper.");
    }

    private static int usage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return ProcessExit.USAGE;
    }

    private static int failed(Exception failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        return switch (failure) {
            case ConfigException wrong -> {
                err.println(name + ": " + wrong.getMessage());
                err.println("See " + name + " --help.");
                yield ProcessExit.USAGE;
            }
            case CommandFailure told -> {
                err.println(name + ": " + told.getMessage());
                yield told.status();
            }
            case Exception other -> {
                LOG.debug("{} failed", name, other);
                String message = other.getMessage() == null ? other.getClass().getSimpleName() : other.getMessage();
                err.println(name + ": " + message.lines().findFirst().orElse(""));
                yield ProcessExit.FAILED;
            }
        };
    }

    /** This process as the agent sees it. */
    private static final class ThisProcess implements AgentCommand.AgentProcess {
        @Override
        public void startLog() {
            Logging.toConsole();
            HangUp.reopensLog();
        }

        @Override
        public void onExit(Runnable stop) {
            ProcessExit.onExit(stop);
        }

        @Override
        public ServerConnector zooKeeper(ParseResult given) throws ConfigException, IOException {
            Optional<ZooKeeperTls> tls = ConfigLoader.zooKeeperTls(RunOptions.given(given), System.getenv());
            if (tls.isEmpty()) {
                return ServerConnector.PLAIN;
            }
            ZooKeeperAccess access = ZooKeeperAccess.of("", tls.get());
            return (server, limitMillis) -> access.connect(server.host(), server.port(), limitMillis);
        }

        @Override
        public void exitWithParent() {
            ParentWatch.start();
        }
    }
}
