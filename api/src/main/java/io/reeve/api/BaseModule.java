package io.reeve.api;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.events.EventTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The part of a module that is the same on every manager, standby or active: its name, its log, its options, and
 * reading its store.
 *
 * <p>Threads: {@link #serve} has a thread of its own. All methods may be called on any thread of the module. Reads come
 * from memory and never block.
 */
public abstract sealed class BaseModule permits MgrModule, MgrStandbyModule {
    private final StandbyContext context;

    BaseModule(StandbyContext context) {
        this.context = context;
    }

    /**
     * Does the module's work, on a thread of its own, from start to stop. It may return early: commands, notifications
     * and pages are still served. After an exception the module has failed: health check {@code MGR_MODULE_ERROR} is
     * raised, and the module is restarted after a back-off.
     *
     * @throws Exception to fail
     */
    public abstract void serve() throws Exception;

    /**
     * Makes {@link #serve} return. Called once, on another thread, after {@link #isStopping} has become true and
     * threads in {@link #pause} have been woken, so a module that uses these need not override it. A thread that has
     * not returned after 5 seconds is interrupted, then abandoned and reported.
     */
    public void shutdown() {}

    /**
     * The handler of HTTP requests under {@code /NAME/} of this manager. Called once, after the constructor. The
     * handler runs on threads of the module, one for each request under way. Its exchange has the whole path, and
     * bodies are streamed in both directions.
     *
     * @return the handler; empty if the module has no pages
     */
    public Optional<HttpHandler> httpHandler() {
        return Optional.empty();
    }

    /** The module's name. */
    public final String getModuleName() {
        return context.moduleName();
    }

    /** The module's logger, which writes to the manager's log. Its level is the option {@code mgr/NAME/log_level}. */
    public final Logger log() {
        return context.log();
    }

    /** The name of this manager. */
    public final String getMgrId() {
        return context.mgrId();
    }

    /** The address under which other hosts reach this manager. */
    public final String getMgrIp() {
        return context.mgrIp();
    }

    /** The name of this host. */
    public final String getHostname() {
        return context.hostname();
    }

    /** The version of the manager's software. */
    public final String version() {
        return context.version();
    }

    /**
     * The value of an option of this module: the one that was set, else the default.
     *
     * @throws UnknownOptionException if the module has not declared the option
     */
    public final OptionValue getModuleOption(String name) {
        return context.moduleOption(name);
    }

    /**
     * The value of an option of this module; one set for this manager alone ({@code mgr/MODULE/MGR/NAME}) takes
     * precedence.
     */
    public final OptionValue getLocalizedModuleOption(String name) {
        return context.localizedModuleOption(name);
    }

    /** The bytes stored under a key of this module, as a copy that belongs to the caller; empty if there are none. */
    public final Optional<byte[]> getStore(String key) {
        return context.store(key);
    }

    /** The text stored under a key of this module as UTF-8; empty if there is none. */
    public final Optional<String> getStoreText(String key) {
        return context.store(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The bytes stored under {@code MGR/key}, where MGR is this manager's name, else those under {@code key}. */
    public final Optional<byte[]> getLocalizedStore(String key) {
        return context.store(context.mgrId() + "/" + key).or(() -> context.store(key));
    }

    /** All keys of this module that start with {@code prefix}, in full length, with their bytes. */
    public final SortedMap<String, byte[]> getStorePrefix(String prefix) {
        return context.storePrefix(prefix);
    }

    /**
     * A new topic of events, which a page of this module answers with: {@link EventTopic#follow}. It is closed when the module
     * stops.
     */
    public final EventTopic openTopic() {
        return context.openTopic();
    }

    /**
     * The JSON text of data, on one line, for a page or an event.
     *
     * @param data Map, List, String, Number, Boolean, null or a record of these
     * @throws IllegalArgumentException if there is anything else in it
     */
    public final String toJson(@Nullable Object data) {
        return context.toJson(data);
    }

    /** Whether this module has been told to stop. */
    public final boolean isStopping() {
        return context.isStopping();
    }

    /**
     * Sleeps until the time has passed or the module is told to stop: {@code while (pause(PERIOD)) { work(); }}.
     *
     * @return true if the time has passed, false if the module must stop
     */
    public final boolean pause(Duration time) throws InterruptedException {
        return context.pause(time);
    }
}
