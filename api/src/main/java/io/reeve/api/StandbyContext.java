package io.reeve.api;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;

/**
 * The manager's side of a {@link MgrStandbyModule}, and the part that a {@link MgrModule} shares with it. Handed to a
 * module's constructor; a module author only passes it to {@code super}. See {@link MgrStandbyModule} for what the calls
 * mean. Implemented by the manager, and by tests of a module.
 */
public interface StandbyContext {
    String moduleName();

    Logger log();

    String mgrId();

    String mgrIp();

    String hostname();

    String version();

    OptionValue moduleOption(String name);

    OptionValue localizedModuleOption(String name);

    Optional<byte[]> store(String key);

    SortedMap<String, byte[]> storePrefix(String prefix);

    Optional<String> activeUri();

    boolean pause(Duration time) throws InterruptedException;

    /** Whether the module was told to stop. */
    boolean isStopping();
}
