package io.reeve.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files in which agents remember the stores of storage daemons when they stop.
 *
 * @param folder the folder of the files
 * @param shared whether agents of several clusters use it, so that the names tell their folders apart
 */
record StoreRecords(Path folder, boolean shared) {
    /**
     * The files of an agent.
     *
     * @param given the folder that the agent was given; null for none: then it is in the user's state folder, by XDG
     * @return empty if it was given none and the user has no home
     */
    static Optional<StoreRecords> of(@Nullable Path given, Map<String, String> environment, String home) {
        if (given != null) {
            return Optional.of(new StoreRecords(given, false));
        }
        Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        Path user = Path.of(home);
        if (state.isAbsolute()) {
            return Optional.of(new StoreRecords(state.resolve("reeve-agent"), true));
        }
        return user.isAbsolute() // Java says "?" where there is none
                ? Optional.of(new StoreRecords(user.resolve(".local/state/reeve-agent"), true))
                : Optional.empty();
    }

    /** The file for a daemon whose store is in that folder. */
    Path file(String daemon, Path store) {
        String which = store.toAbsolutePath().normalize().toString();
        return folder.resolve(
                shared ? daemon + "-" + UUID.nameUUIDFromBytes(which.getBytes(UTF_8)) + ".store" : daemon + ".store");
    }
}
