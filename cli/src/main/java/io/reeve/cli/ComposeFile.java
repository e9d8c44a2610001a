package io.reeve.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The file of the form {@code compose}: the one that the product comes with, for these managers and ZooKeeper servers. */
final class ComposeFile {
    static final String NAME = "docker-compose.yml";
    private static final String ENVIRONMENT = "x-manager-environment";
    private static final String OWN_ZOOKEEPER = "zk";
    /** The manager from whose part those of the others are made. */
    private static final String EXAMPLE = "a";
    private static final String VOLUME = "data-";
    private static final Set<String> NO_TEXT = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");
    private static final String HEAD = """
            # Reeve on one machine, made by reeve init from the compose file that Reeve comes with.
            #
            #   docker compose up -d               (or docker-compose up -d)
            #
            # It runs the image reeve:local, or the one that REEVE_IMAGE names. In a checkout of Reeve, this makes the first:
            #
            #   docker build -f src/main/docker/Dockerfile -t reeve:local .

            """;
    private final InitPlan plan;

    private ComposeFile(InitPlan plan) {
        this.plan = plan;
    }

    /** The text by its name. */
    static Map<String, String> of(InitPlan plan) {
        return Map.of(NAME, new ComposeFile(plan).text());
    }

    private String text() {
        Map<String, YamlBlock> blocks = YamlBlock.of(JarTexts.read(NAME).lines().toList());
        blocks.computeIfPresent("x-reeve", (_, block) -> block.named(block.head()));
        if (!plan.zookeeper().isEmpty()) {
            blocks.computeIfPresent("x-manager", (_, block) -> block.without("depends_on"));
        }
        blocks.computeIfPresent(ENVIRONMENT, (_, block) -> environment(block));
        blocks.computeIfPresent("services", (_, block) -> block.with(services(block.blocks())));
        blocks.computeIfPresent("volumes", (_, block) -> block.with(volumes(block.blocks())));
        return HEAD + blocks.values()
                .stream()
                .flatMap(block -> block.lines().stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private YamlBlock environment(YamlBlock block) {
        String origins = each(manager -> "http://localhost:" + manager.http());
        YamlBlock set = block.with("REEVE_INITIAL_MODULES", InitPlan.MODULES)
                .with("REEVE_ALLOWED_HOSTS", quoted(each(ManagerPlace::name)))
                .with("REEVE_ALLOW_ORIGIN", origins)
                .with("REEVE_MGR", each(manager -> "http://" + manager.name() + ":" + ManagerPlace.HTTP));
        YamlBlock servers = plan.zookeeper().isEmpty() ? set : set.with("REEVE_ZOOKEEPER", quoted(plan.zookeeper()));
        List<String> body = new ArrayList<>(servers.body());
        body.add("  REEVE_CLUSTER: " + quoted(plan.cluster()));
        return new YamlBlock(block.before(), block.key(), block.head(), body);
    }

    private String each(Function<ManagerPlace, String> part) {
        return plan.managers().stream().map(part).collect(Collectors.joining(","));
    }

    private List<YamlBlock> services(Map<String, YamlBlock> shipped) {
        List<YamlBlock> services = new ArrayList<>();
        if (plan.zookeeper().isEmpty()) {
            shipped.values()
                    .stream()
                    .filter(block -> block.key().startsWith(OWN_ZOOKEEPER))
                    .forEach(block -> services.add(block.without("build")));
        }
        YamlBlock example = Objects.requireNonNull(shipped.get(EXAMPLE), "the compose file has no manager " + EXAMPLE);
        plan.managers().forEach(manager -> services.add(service(example, manager)));
        return services;
    }

    private YamlBlock service(YamlBlock example, ManagerPlace manager) {
        Map<String, YamlBlock> parts = new LinkedHashMap<>(example.blocks());
        parts.computeIfPresent("environment", (_, block) -> block.with("REEVE_ID", quoted(manager.name()))
                .with("REEVE_ADVERTISE_URL", quoted(manager.url()))
                .with("REEVE_ADVERTISE_REPORT", quoted(manager.name() + ":" + ManagerPlace.REPORT)));
        String published = (manager.isLoopback() ? manager.listens() + ":" : "") + manager.http() + ":"
                + ManagerPlace.HTTP;
        return example.with(parts.values())
                .with("hostname", quoted(manager.name()))
                .with("ports", "[\"" + published + "\"]")
                .with("volumes", "[\"" + VOLUME + manager.name() + ":/data\"]")
                .named("  " + quoted(manager.name()) + ":");
    }

    private List<YamlBlock> volumes(Map<String, YamlBlock> shipped) {
        List<YamlBlock> volumes = new ArrayList<>();
        if (plan.zookeeper().isEmpty()) {
            shipped.values()
                    .stream()
                    .filter(block -> block.key().startsWith(VOLUME + OWN_ZOOKEEPER))
                    .forEach(volumes::add);
        }
        for (ManagerPlace manager : plan.managers()) {
            String name = VOLUME + manager.name();
            volumes.add(new YamlBlock(List.of(), name, "  " + name + ":", List.of()));
        }
        return volumes;
    }

    /** A text, in quotes unless YAML takes it for one without. No value has a quote in it. */
    private static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z][A-Za-z0-9._-]*") && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : "\"" + text + "\"";
    }
}
