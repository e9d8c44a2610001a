package io.reeve.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code reeve init} says at the end: what it has written, what was chosen and why, and what to do with it. */
final class InitSummary {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./@%+=:,-]+");
    private final InitPlan plan;

    InitSummary(InitPlan plan) {
        this.plan = plan;
    }

    /**
     * The text.
     *
     * @param all     the names of all files
     * @param written those that have been written; the others were there and right
     */
    String of(Collection<String> all, List<String> written) {
        StringBuilder text = new StringBuilder();
        for (String file : all) {
            text.append(written.contains(file) ? "wrote      " : "unchanged  ").append(path(file)).append('\n');
        }
        return text.append("\nWhat was chosen:\n")
                .append(choices())
                .append("\nWhat to do now:\n")
                .append(next())
                .toString();
    }

    private Path path(String file) {
        return plan.output().resolve(file);
    }

    /** A path as a word of a shell's line. */
    private static String inShell(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private String choices() {
        String places = plan.managers()
                .stream()
                .map(manager -> "  manager    " + manager.name() + " at " + manager.url() + listens(manager) + "\n")
                .collect(Collectors.joining());
        String servers = plan.zookeeper().isEmpty()
                ? "three of the compose file's own, zk1, zk2 and zk3, which nobody outside reaches"
                : plan.zookeeper() + ", which elect the active and keep what is durable";
        return places + "  failover   " + count() + "\n  ZooKeeper  " + servers + "\n  cluster    " + plan.cluster()
                + ": its name in ZooKeeper, where other clusters may be too\n  modules    " + InitPlan.MODULES
                + " is on from the start: " + plan.managers().getFirst().url() + "dashboard/\n"
                + "  access     whoever reaches these ports can command the cluster, without a password: let only trusted"
                + " hosts reach them\n";
    }

    private String listens(ManagerPlace manager) {
        if (plan.form() == InitForm.COMPOSE) {
            return ", a port of this machine that leads into its container";
        }
        return manager.isLoopback()
                ? "; it and its port for reports, " + manager.report() + ", are reached from its own machine only"
                : ", to which browsers are sent; it listens on all addresses of its machine (" + manager.listens()
                        + "), for reports at port " + manager.report();
    }

    private String count() {
        int count = plan.managers().size();
        return count == 1
                ? "none; a second manager would take over if this one fails"
                : "one of the " + count + " managers is active at a time, and any other takes over if it fails";
    }

    private String next() {
        String steps = switch (plan.form()) {
            case FILES ->
                each("  reeved run --config %2$s      on host %3$s, in a folder where it may make data-%1$s\n");
            case SYSTEMD ->
                "  Unpack the tarball so that /opt/reeve/current leads to it, on each host; then there\n  cp "
                        + inShell(path(UnitFiles.UNIT)) + " /etc/systemd/system/\n  mkdir -p /etc/reeve && cp "
                        + inShell(path(UnitFiles.SHARED))
                        + " /etc/reeve/\n"
                        + each("  cp %2$s /etc/reeve/ && systemctl daemon-reload && systemctl enable --now reeved@%1$s"
                                + "      on host %3$s\n");
            case COMPOSE -> "  docker compose -f " + inShell(path(ComposeFile.NAME)) + " up -d"
                    + "      with the image reeve:local, or the one that REEVE_IMAGE names\n";
        };
        return steps + "  export REEVE_MGR=" + plan.urls() + "      for the command line: reeve status\n";
    }

    private String each(String line) {
        return plan.managers()
                .stream()
                .map(manager -> String.format(Locale.ROOT, line, manager.name(), inShell(path(file(manager))),
                        manager.host()))
                .collect(Collectors.joining());
    }

    private String file(ManagerPlace manager) {
        return plan.form() == InitForm.FILES ? ConfigFiles.name(manager) : UnitFiles.name(manager);
    }
}
