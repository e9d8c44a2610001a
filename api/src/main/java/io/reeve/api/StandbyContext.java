package io.reeve.api;

import io.reeve.api.events.EventTopic;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The manager as seen by a {@link MgrStandbyModule}, and the part of it that a {@link MgrModule} sees too. A module's
 * constructor gets it and only passes it to {@code super}. It is implemented by the manager, and by tests of modules.
 * The methods of {@link BaseModule} and {@link MgrStandbyModule} with similar names describe these.
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

    /** A topic of events that is closed when the module stops. */
    EventTopic openTopic();

    /** The JSON text of maps, lists, records and values, on one line. */
    String toJson(@Nullable Object data);

    boolean pause(Duration time) throws InterruptedException;

    /** Whether the module has been told to stop. */
    boolean isStopping();
}
