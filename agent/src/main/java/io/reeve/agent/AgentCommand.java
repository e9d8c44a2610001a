package io.reeve.agent;

import io.reeve.report.protocol.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code reeved agent}, which reports this host and the services on it as daemons. */
@Command(name = "agent", description = "Report this host, folders as storage daemons, ZooKeeper servers and JVMs to the managers.", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class AgentCommand implements Callable<Integer> {
    /** The longest time from the loss of the active until the managers' URLs have named today's managers. */
    public static final Duration LONGEST_LOOKUP = Feed.LOST.plus(ManagerAddresses.PATIENCE);

    @Spec
    private CommandSpec spec;

    @Option(names = "--mgr", split = ",", required = true, paramLabel = "URL", defaultValue = "${env:REEVE_MGR}", description = "The managers' HTTP URLs; any of them will do.")
    private List<String> managers;

    @Option(names = "--type", defaultValue = "host", paramLabel = "TYPE", description = "The type under which the host is reported.")
    private String type;

    @Option(names = "--id", defaultValue = "", paramLabel = "NAME", description = "Its id; without it the host's name.", showDefaultValue = Visibility.NEVER)
    private String id;

    @Option(names = "--osd", paramLabel = "ID=PATH", description = "Report the folder as storage daemon osd.ID; each folder PATH/POOL.N is a placement group. May be repeated.")
    private List<String> osds = new ArrayList<>();

    @Option(names = "--location", defaultValue = "root=default", paramLabel = "TYPE=NAME,…", description = "Where the host stands, from the root down.")
    private String location;

    @Option(names = "--jmx", paramLabel = "TYPE.ID=HOST:PORT", description = "Report the JVM at this JMX address. May be repeated.")
    private List<String> jvms = new ArrayList<>();

    @Option(names = "--zookeeper", split = ",", paramLabel = "HOST:PORT", description = "Report these ZooKeeper servers, each as mon.HOST:PORT.")
    private List<String> zookeeper = new ArrayList<>();

    @Option(names = "--data", defaultValue = "${env:REEVE_DATA:-${env:REEVE_DEFAULT_DATA}}", paramLabel = "DIR", description = "The folder where the agent remembers which stores the folders of storage daemons held; without it, reeve-agent in the user's state folder.", showDefaultValue = Visibility.NEVER)
    private @Nullable Path data;

    @Option(names = "--exit-with-parent", hidden = true)
    private boolean exitWithParent;

    private final AgentProcess process;
    private final String version;

    /** The process in which the agent runs. */
    public interface AgentProcess {
        /** Starts logging. */
        void startLog();

        /** Registers a task to run when the process is told to stop. */
        void onExit(Runnable stop);

        /** Makes the process end when its parent process has ended. */
        void exitWithParent();

        /**
         * The maker of connections to ZooKeeper servers, by the options of the process that are not the agent's own.
         *
         * @throws Exception if the options are wrong, for the user
         */
        ServerConnector zooKeeper(ParseResult given) throws Exception;
    }

    /**
     * @param version the version of the software
     * @param process the process in which the agent runs
     */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public AgentCommand(String version, AgentProcess process) {
        this.version = version;
        this.process = process;
    }

    @Override
    public Integer call() throws Exception {
        AgentOptions options = options();
        process.startLog();
        if (exitWithParent) {
            process.exitWithParent();
        }
        // A JVM that takes connections and never answers would keep its source for ever.
        System.setProperty("sun.rmi.transport.tcp.responseTimeout", "5000");
        System.setProperty("sun.rmi.transport.tcp.handshakeTimeout", "5000");
        Agent agent = new Agent(options, version);
        process.onExit(agent::close);
        agent.run();
        return 0;
    }

    /** Checks the options. All wrong values are reported in one message. */
    private AgentOptions options() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<URI> urls = all("--mgr", managers, AgentCommand::url, wrong);
        Map<Integer, Path> folders = new LinkedHashMap<>();
        for (String osd : osds) {
            pair("--osd", osd, "ID=PATH", wrong, (number, path) -> put(folders, storageDaemon(number),
                    Path.of(path)));
        }
        Map<String, HostPort> addresses = new LinkedHashMap<>();
        for (String jvm : jvms) {
            pair("--jmx", jvm, "TYPE.ID=HOST:PORT", wrong, (name, address) -> put(addresses, daemon(name),
                    address(address)));
        }
        List<HostPort> servers = all("--zookeeper", zookeeper, AgentCommand::address, wrong);
        List<Map<String, String>> where = all("--location", List.of(location), LocationOption::parse, wrong);
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), String.join("\n  ", wrong));
        }
        return new AgentOptions(urls, type, id, folders, where.getFirst(), addresses, servers,
                process.zooKeeper(spec.commandLine().getParseResult()),
                StoreRecords.of(data, System.getenv(), System.getProperty("user.home", "")));
    }

    private static <T> List<T> all(String option, List<String> texts, Function<String, T> parser, List<String> wrong) {
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            try {
                values.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                wrong.add(option + ": " + e.getMessage());
            }
        }
        return values;
    }

    private interface PairReader {
        void read(String left, String right);
    }

    private static void pair(String option, String text, String form, List<String> wrong, PairReader reader) {
        int equals = text.indexOf('=');
        try {
            if (equals <= 0 || equals == text.length() - 1) {
                throw new IllegalArgumentException("it is written " + form);
            }
            reader.read(text.substring(0, equals), text.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            wrong.add(option + ": '" + text + "': " + e.getMessage());
        }
    }

    private static <K, V> void put(Map<K, V> map, K key, V value) {
        if (map.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("'" + key + "' is there twice");
        }
    }

    private static int storageDaemon(String number) {
        if (!number.matches("0|[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("'" + number
                    + "' is not the number of a storage daemon; it is 0 to 999999, without leading zeros");
        }
        return Integer.parseInt(number);
    }

    private static String daemon(String name) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw new IllegalArgumentException("'" + name + "' is not TYPE.ID");
        }
        return name;
    }

    private static HostPort address(String text) {
        try {
            return HostPort.parseTarget(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: " + e.getMessage(), e);
        }
    }

    private static URI url(String text) {
        String full = text.contains("://") ? AgentUrl.withoutUser(text) : text;
        URI url = URI.create(full.endsWith("/") ? full : full + "/");
        if (AgentUrl.of(url).isEmpty() || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("'" + text + "' is not a URL such as http://127.0.0.1:9481");
        }
        return url;
    }
}
