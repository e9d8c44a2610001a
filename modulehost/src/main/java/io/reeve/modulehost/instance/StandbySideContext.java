package io.reeve.modulehost.instance;

import io.reeve.api.NotActiveException;
import io.reeve.api.OptionValue;
import io.reeve.api.StandbyContext;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.events.EventTopic;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.options.ModuleLogging;
import io.reeve.modulehost.options.ModuleOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The view of the manager for one instance of a module. All its calls throw once the instance is abandoned. */
public class StandbySideContext implements StandbyContext {
    private final LoadedModule module;
    private final ModuleCatalog catalog;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<EventTopic> topics = new CopyOnWriteArrayList<>();
    private volatile @Nullable HostServices services;

    /** Creates the context of one instance. */
    public StandbySideContext(LoadedModule module, ModuleCatalog catalog, HostServices services) {
        this.module = module;
        this.catalog = catalog;
        this.services = services;
    }

    /** Ends all pauses and event streams. */
    final void stop() {
        stopping.countDown();
        topics.forEach(EventTopic::close);
    }

    /** Makes all further calls throw. */
    final void abandon() {
        stop();
        services = null;
    }

    final HostServices services() {
        HostServices present = services;
        if (present == null) {
            throw new NotActiveException("module '" + module.name()
                    + "' was told to stop and did not in time: this instance of it is left behind, let it return");
        }
        return present;
    }

    final ModuleOptions options() {
        return new ModuleOptions(catalog, services());
    }

    final String storePrefix() {
        return "mgr/" + module.name() + "/";
    }

    @Override
    public final String moduleName() {
        return module.name();
    }

    @Override
    public final Logger log() {
        return LoggerFactory.getLogger(ModuleLogging.PREFIX + module.name());
    }

    @Override
    public final String mgrId() {
        return services().mgrId();
    }

    @Override
    public final String mgrIp() {
        return services().mgrIp();
    }

    @Override
    public final String hostname() {
        return services().hostname();
    }

    @Override
    public final String version() {
        return services().version();
    }

    @Override
    public final OptionValue moduleOption(String name) {
        return options().get(module, name);
    }

    @Override
    public final OptionValue localizedModuleOption(String name) {
        return options().getLocalized(module, name);
    }

    @Override
    public final Optional<byte[]> store(String key) {
        return services().get(storePrefix() + key).map(byte[]::clone);
    }

    @Override
    public final SortedMap<String, byte[]> storePrefix(String prefix) {
        SortedMap<String, byte[]> own = new TreeMap<>();
        services().prefix(storePrefix() + prefix)
                .forEach((key, bytes) -> own.put(key.substring(storePrefix().length()), bytes.clone()));
        return own;
    }

    @Override
    public final Optional<String> activeUri() {
        MgrMap.Active active = services().mgrMap().active();
        if (active == null || !active.available()) {
            return Optional.empty();
        }
        String published = active.services().get(module.name());
        String url = active.manager().url();
        return Optional.of(
                published != null ? published : (url.endsWith("/") ? url : url + "/") + module.name() + "/");
    }

    @Override
    public final EventTopic openTopic() {
        EventTopic topic = new EventTopic();
        topics.add(topic);
        if (isStopping()) {
            topic.close();
        }
        return topic;
    }

    @Override
    public final String toJson(@Nullable Object data) {
        return CommandJson.write(data);
    }

    @Override
    public final boolean pause(Duration time) throws InterruptedException {
        return !stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public final boolean isStopping() {
        return stopping.getCount() == 0;
    }
}
