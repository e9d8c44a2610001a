package io.reeve.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A first configuration that is to be written, all of whose values are right.
 *
 * @param managers  the managers, at least one
 * @param form      the form of the files
 * @param zookeeper the ZooKeeper servers with commas between; empty for three of a compose file's own
 * @param cluster   the cluster's name
 * @param output    the folder
 * @param force     whether files that differ are replaced
 */
record InitPlan(List<ManagerPlace> managers, InitForm form, String zookeeper, String cluster, Path output,
        boolean force) {
    static final String CLUSTER = "reeve";
    /** The modules that are on from the start. */
    static final String MODULES = "dashboard";
    private static final Pattern SERVER = Pattern.compile("(.*):(\\d{1,5})");

    InitPlan {
        managers = List.copyOf(managers);
    }

    /** @throws CliException with all that is wrong or missing */
    static InitPlan of(Map<String, String> values) throws CliException {
        List<String> problems = new ArrayList<>();
        List<ManagerPlace> managers = checked(InitOptions.MANAGERS, values, ManagerPlace::list, problems);
        InitForm form = checked(InitOptions.FORM, values, InitForm::of, problems);
        String servers = form == InitForm.COMPOSE && !values.containsKey(InitOptions.ZOOKEEPER)
                ? ""
                : checked(InitOptions.ZOOKEEPER, values, InitPlan::servers, problems);
        Path output = checked(InitOptions.OUTPUT, values, InitPlan::folder, problems);
        String cluster = values.containsKey(InitOptions.CLUSTER)
                ? checked(InitOptions.CLUSTER, values, ManagerPlace::name, problems)
                : CLUSTER;
        if (managers != null && form == InitForm.COMPOSE) {
            checkCompose(managers, values.getOrDefault(InitOptions.MANAGERS, ""), problems);
        }
        if (managers == null || form == null || servers == null || output == null || cluster == null
                || !problems.isEmpty()) {
            throw new CliException(CliException.USAGE, "init: nothing is written; see reeve init --help\n  "
                    + String.join("\n  ", problems));
        }
        return new InitPlan(managers, form, servers, cluster, output, values.containsKey(InitOptions.FORCE));
    }

    /** The value of an option; null if it is missing or wrong, which is a problem. */
    private static <T> @Nullable T checked(String option, Map<String, String> values, Function<String, T> reader,
            List<String> problems) {
        String value = values.get(option);
        if (value == null) {
            problems.add(option + " is missing");
            return null;
        }
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            problems.add(option + " " + e.getMessage());
            return null;
        }
    }

    /** The ZooKeeper servers. @throws IllegalArgumentException with the one that is wrong, and how to write it */
    static String servers(String text) {
        List<String> servers = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            String server = item.strip();
            var form = SERVER.matcher(server);
            if (!form.matches() || Integer.parseInt(form.group(2)) < 1 || Integer.parseInt(form.group(2)) > 65_535) {
                throw new IllegalArgumentException("'" + server
                        + "': write HOST:PORT, several with commas between, such as zk1.example.org:2181");
            }
            String _ = ManagerPlace.host(form.group(1));
            servers.add(server);
        }
        return String.join(",", servers);
    }

    /** The folder for the files. @throws IllegalArgumentException if it cannot be one */
    static Path folder(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("'" + text + "': name a folder, such as ./reeve-config");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "': no folder can have this name: " + e.getReason(), e);
        }
    }

    private static void checkCompose(List<ManagerPlace> managers, String given, List<String> problems) {
        String hosts = managers.stream().map(ManagerPlace::host).distinct().collect(Collectors.joining(", "));
        if (hosts.indexOf(',') >= 0) {
            problems.add(
                    InitOptions.MANAGERS + " '" + hosts + "': a compose file runs all managers on one machine; give all"
                            + " the same host, or choose another form");
        }
        for (String item : given.split(",", -1)) {
            if (item.strip().matches(".*:\\d{1,5}:\\d{1,5}")) {
                problems.add(InitOptions.MANAGERS + " '" + item.strip()
                        + "': in a compose file the port for reports is inside its network; leave it out");
            }
        }
        for (ManagerPlace manager : managers) {
            if (manager.name().matches("zk[123]")) {
                problems.add(InitOptions.MANAGERS + " '" + manager.name()
                        + "': so a ZooKeeper server of the compose file is called; take another name");
            }
        }
    }

    /** The managers' URLs with commas between, for {@code REEVE_MGR}. */
    String urls() {
        return managers.stream()
                .map(manager -> manager.url().substring(0, manager.url().length() - 1))
                .collect(Collectors.joining(","));
    }
}
