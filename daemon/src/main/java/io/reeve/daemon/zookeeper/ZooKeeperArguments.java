package io.reeve.daemon.zookeeper;

import io.reeve.daemon.config.ConfigException;
import io.reeve.report.protocol.HostPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The options of {@code reeved zookeeper}, made into a checked configuration. All problems are reported together. */
final class ZooKeeperArguments {
    private static final int DEFAULT_PORT = 2181;
    private final List<String> problems = new ArrayList<>();
    private final List<EnsembleMember> members = new ArrayList<>();

    static ZooKeeperConfig check(@Nullable String id, List<String> servers, Path data, @Nullable String port,
            @Nullable String bind) throws ConfigException {
        ZooKeeperArguments arguments = new ZooKeeperArguments();
        servers.forEach(arguments::addMember);
        arguments.checkMembers();
        int number = arguments.id(id, servers.isEmpty());
        OptionalInt own = arguments.members.stream()
                .filter(member -> member.id() == number)
                .findFirst()
                .map(EnsembleMember::clientPort)
                .orElse(OptionalInt.empty());
        int clientPort = arguments.port(port, own);
        Optional<HostPort> address = arguments.address(bind, servers.isEmpty(), clientPort);
        if (!arguments.problems.isEmpty()) {
            throw new ConfigException(arguments.problems);
        }
        return new ZooKeeperConfig(number, arguments.members, address.orElseThrow(), data);
    }

    private void addMember(String text) {
        if (text.isBlank()) {
            return;
        }
        try {
            members.add(EnsembleMember.parse(text));
        } catch (IllegalArgumentException wrong) {
            problems.add("--server: " + wrong.getMessage() + ". Write it as 1=zk1:2888:3888.");
        }
    }

    private void checkMembers() {
        Set<Integer> seen = new TreeSet<>();
        members.stream()
                .filter(member -> !seen.add(member.id()))
                .forEach(
                        member -> problems
                                .add("--server: id " + member.id() + " is given twice. Give each member its own."));
        if (members.size() == 1 && problems.isEmpty()) {
            problems.add("--server: an ensemble needs at least two members, better three. Leave --id and --server"
                    + " out for a server alone.");
        }
    }

    private int id(@Nullable String text, boolean alone) {
        if (text == null) {
            if (!alone) {
                problems.add("--id: missing. Say which of the --server entries this one is.");
            }
            return 0;
        }
        if (!text.matches("[0-9]{1,3}")) {
            problems.add("--id: '" + text + "' is not a number. Write one within 1..255.");
            return 0;
        }
        int number = Integer.parseInt(text);
        if (alone) {
            problems.add("--id: " + number + " given without --server. Name all members by --server, or leave --id"
                    + " out for a server alone.");
        } else if (problems.isEmpty() && members.stream().noneMatch(member -> member.id() == number)) {
            problems.add("--id: " + number + " is in no --server entry. Use one of "
                    + String.join(", ", members.stream().map(member -> Integer.toString(member.id())).toList()) + ".");
        }
        return number;
    }

    private int port(@Nullable String text, OptionalInt own) {
        if (text == null) {
            return own.orElse(DEFAULT_PORT);
        }
        int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (number < 0 || number > 65535) {
            problems.add("--port: '" + text + "' is not a port. Write one within 1..65535, or 0 for a free one.");
        } else if (own.isPresent() && own.getAsInt() != number) {
            problems.add("--port: " + number + ", but --server says " + own.getAsInt() + ". Remove one.");
        }
        return number;
    }

    private Optional<HostPort> address(@Nullable String bind, boolean alone, int port) {
        String host = bind == null ? (alone ? "127.0.0.1" : "0.0.0.0") : bind;
        try {
            return Optional.of(HostPort.parse((host.contains(":") ? "[" + host + "]" : host) + ":0")
                    .withPort(Math.clamp(port, 0, 65535)));
        } catch (IllegalArgumentException wrong) {
            problems.add("--bind: '" + bind + "': " + wrong.getMessage() + ". Write a host or an address.");
            return Optional.empty();
        }
    }
}
