package io.reeve.daemon.demo;

import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.process.JavaCommand;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.process.ReeveHome;
import io.reeve.daemon.process.StartupCache;
import io.reeve.daemon.process.VersionLine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reeved demo}: a whole cluster on this machine, to try it out. Its managers are started by the same main class. */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = VersionLine.class, sortOptions = false, description = "Runs several managers on an embedded ZooKeeper, on 127.0.0.1, until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {
    private static final int MOST = 26;

    private final Class<?> main;

    @Spec
    private CommandSpec spec;

    @Option(names = "--managers", paramLabel = "N", defaultValue = "3", description = "How many managers, named a, b, c and so on. Default: ${DEFAULT-VALUE}")
    private int managers;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder for data, logs and demo.json. Default: a temporary one, removed at the end")
    private @Nullable Path data;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "9481", description = "The first manager's HTTP port, the others follow; 0 takes free ones. Default: ${DEFAULT-VALUE}")
    private int httpPort;

    @Option(names = "--restart", description = "Start a manager again when it died. One that ended because of a module that would not stop is started again anyway.")
    private boolean restart;

    @Option(names = "--module-path", paramLabel = "DIR[:DIR]", defaultValue = "${env:REEVE_MODULE_PATH:-}", description = "Folders with modules, beside the bundled ones. Default: REEVE_MODULE_PATH of the environment")
    private String modulePath = "";

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public DemoCommand(Class<?> main) {
        this.main = main;
    }

    @Override
    public Integer call() throws Exception {
        check();
        DemoOptions options = new DemoOptions(managers, folder(), data == null, httpPort, restart, modules(),
                JavaCommand.of(main, List.of(), "run"), JavaCommand.of(main, List.of(), "agent"));
        Logging.toFile(options.data().resolve("demo.log"));
        StartupCache.makeLater(main);
        Demo demo = new Demo(options, spec.commandLine().getOut());
        ProcessExit.onExit(demo::stop);
        demo.run();
        return ProcessExit.OK;
    }

    /** The module path: the bundled modules, and those of the person who tries it. */
    private String modules() {
        return modulePath.isBlank()
                ? ""
                : Stream.concat(ReeveHome.bundledModules().stream().map(Path::toString), Stream.of(modulePath))
                        .collect(Collectors.joining(File.pathSeparator));
    }

    private void check() throws ConfigException {
        List<String> problems = new ArrayList<>();
        if (managers < 1 || managers > MOST) {
            problems.add("--managers: " + managers + " is not within 1.." + MOST + ".");
        }
        if (httpPort < 0 || (long) httpPort + managers > 65536) {
            problems.add("--http-port: " + httpPort + " does not leave room for " + managers
                    + " ports up to 65535. Write a lower one, or 0 for free ones.");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private Path folder() throws IOException {
        return data == null ? Files.createTempDirectory("reeve-demo-") : data;
    }
}
