package io.reeve.it;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;

/** A place for nodes of the cluster, by a path in which {@code *} stands for any name, and what changes they hold. */
enum NodePlace {
    ROOT(""), EPOCH("/epoch"), ACTIVE("/active"), LATCH("/latch"), TICKET("/latch/*"), MANAGERS("/managers"),
    MANAGER("/managers/*"), MODULES("/modules"), HISTORY("/history"), HISTORY_ENTRY("/history/*"),
    CONFIG_KEY("/config-key"), BUCKET("/config-key/*"), KEY("/config-key/*/*"), LOG("/log"), LOG_BATCH("/log/*"),
    HEALTH("/health"), HEALTH_OWNER("/health/*"), MUTES("/mutes"), MAPS("/maps"), MAP("/maps/*"),
    MAP_NODE("/maps/*/*");

    private static final String CLUSTER = "/reeve/reeve";
    private final String pattern;

    NodePlace(String pattern) {
        this.pattern = pattern;
    }

    boolean isEphemeral() {
        return switch (this) {
            case ACTIVE, TICKET, MANAGER -> true;
            case ROOT, EPOCH, LATCH, MANAGERS, MODULES, HISTORY, HISTORY_ENTRY, CONFIG_KEY, BUCKET, KEY, LOG, LOG_BATCH,
                    HEALTH, HEALTH_OWNER, MUTES, MAPS, MAP, MAP_NODE ->
                false;
        };
    }

    /** The kinds of changes that are lost with such a node. */
    Set<ChangeKind> holds() {
        return switch (this) {
            case MODULES -> EnumSet.of(ChangeKind.MODULE);
            case CONFIG_KEY, BUCKET, KEY -> EnumSet.of(ChangeKind.KEY, ChangeKind.OPTION);
            case MUTES -> EnumSet.of(ChangeKind.MUTE);
            case MAPS, MAP, MAP_NODE -> EnumSet.of(ChangeKind.FLAG, ChangeKind.POOL, ChangeKind.WEIGHT,
                    ChangeKind.CRUSH_WEIGHT, ChangeKind.RATIO);
            case ROOT, EPOCH, ACTIVE, LATCH, TICKET, MANAGERS, MANAGER, HISTORY, HISTORY_ENTRY, LOG, LOG_BATCH, HEALTH,
                    HEALTH_OWNER ->
                EnumSet.noneOf(ChangeKind.class);
        };
    }

    /** The nodes that are there, in order. */
    List<String> paths(CuratorFramework hand) throws Exception {
        List<String> found = List.of(CLUSTER);
        for (String name : pattern.isEmpty() ? new String[0] : pattern.substring(1).split("/", -1)) {
            List<String> below = new ArrayList<>();
            for (String path : found) {
                for (String child : hand.getChildren().forPath(path).stream().sorted().toList()) {
                    if (name.equals("*") || name.equals(child)) {
                        below.add(path + "/" + child);
                    }
                }
            }
            found = below;
        }
        return found;
    }
}
