package io.reeve.api;

import com.sun.net.httpserver.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;

/**
 * What a module has on every manager, standby or active: its name, its log, its options and its store to read.
 *
 * <p>Threads: {@link #serve} has a thread of its own; all calls of this class may be made from any thread of the module.
 * Reads come from memory and never block.
 */
public abstract sealed class BaseModule permits MgrModule, MgrStandbyModule {
    private final StandbyContext context;

    BaseModule(StandbyContext context) {
        this.context = context;
    }

    /**
     * The module's work, on a thread of its own, from start to stop. Returning early is fine: commands, notifications and
     * pages are served all the same. An exception makes the module failed: it is reported by health check
     * {@code MGR_MODULE_ERROR} and started anew after a growing pause.
     *
     * @throws Exception whatever went wrong
     */
    public abstract void serve() throws Exception;

    /**
     * Makes {@link #serve} return. Called once, on another thread, when {@link #isStopping} is already true and sleepers
     * in {@link #pause} have been woken, so a module that uses these needs nothing here. What has not returned after 5
     * seconds is interrupted, then abandoned and reported.
     */
    public void shutdown() {}

    /**
     * Answers HTTP under {@code /NAME/} of this manager; asked once, after the constructor. The handler runs on threads of
     * the module's own, one for each request under way; its exchange has the whole path, bodies stream both ways.
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

    /** The module's log: lines go to the manager's log. Its level is option {@code mgr/NAME/log_level}. */
    public final Logger log() {
        return context.log();
    }

    /** The name of this manager. */
    public final String getMgrId() {
        return context.mgrId();
    }

    /** The address under which others reach this manager. */
    public final String getMgrIp() {
        return context.mgrIp();
    }

    /** The name of this host. */
    public final String getHostname() {
        return context.hostname();
    }

    /** The version of the manager. */
    public final String version() {
        return context.version();
    }

    /**
     * An option of this module: what was set, else its default.
     *
     * @throws UnknownOptionException if the module has not declared it
     */
    public final OptionValue getModuleOption(String name) {
        return context.moduleOption(name);
    }

    /** The same, but a value set for this manager alone ({@code mgr/MODULE/MGR/NAME}) goes first. */
    public final OptionValue getLocalizedModuleOption(String name) {
        return context.localizedModuleOption(name);
    }

    /** The bytes kept under a key of this module; a copy, the caller's own. */
    public final Optional<byte[]> getStore(String key) {
        return context.store(key);
    }

    /** The same as UTF-8 text. */
    public final Optional<String> getStoreText(String key) {
        return context.store(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The bytes kept under {@code MGR/key}, else those under {@code key}. */
    public final Optional<byte[]> getLocalizedStore(String key) {
        return context.store(context.mgrId() + "/" + key).or(() -> context.store(key));
    }

    /** All keys of this module that start with {@code prefix}, whole, with their bytes. */
    public final SortedMap<String, byte[]> getStorePrefix(String prefix) {
        return context.storePrefix(prefix);
    }

    /** Whether this module was told to stop. */
    public final boolean isStopping() {
        return context.isStopping();
    }

    /**
     * Sleeps, but wakes when the module is told to stop: {@code while (pause(PERIOD)) { work(); }}.
     *
     * @return true if the time went by, false if the module shall stop
     */
    public final boolean pause(Duration time) throws InterruptedException {
        return context.pause(time);
    }
}
