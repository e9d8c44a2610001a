package io.reeve.modulehost.options;

import io.reeve.api.ModuleOption;
import io.reeve.api.OptionValue;
import io.reeve.api.UnknownOptionException;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of options, stored as text. The options of modules are below {@code config/mgr/MODULE/NAME}, and for a single
 * manager below {@code config/mgr/MODULE/MGR/NAME}; the options of the cluster, which its managers share, are below
 * {@code config/mgr/NAME}. It is stateless: every read uses the local copy of the store, so it sees a change at once. May
 * be called from any thread; writes block until persisted.
 */
public final class ModuleOptions {
    /** The prefix of the keys of all options. */
    public static final String PREFIX = "config/mgr/";

    /** The name that stands in place of a module for the options of the cluster. */
    public static final String MANAGERS = "";

    private static final Logger LOG = LoggerFactory.getLogger(ModuleOptions.class);

    /** The source of a value. */
    public enum Source {
        /** The default: nothing is set. */
        DEFAULT,
        /** Set for all managers. */
        CLUSTER,
        /** Set for this manager only. */
        MANAGER
    }

    /** An option with its localized value on this manager. */
    public record InForce(String module, ModuleOption option, OptionValue value, Source source) {
        /** The name in commands: {@code mgr/MODULE/NAME}, or {@code NAME}. */
        public String fullName() {
            return ModuleOptions.fullName(module, option.name());
        }
    }

    /**
     * A stored value.
     *
     * @param who   the manager it is for, or empty for all
     * @param known whether a module of this manager declares the option, and the value fits
     */
    public record Stored(String key, String module, String who, String name, String value, boolean known) {
        /** The name in commands: {@code mgr/MODULE/NAME}, or {@code NAME}. */
        public String fullName() {
            return ModuleOptions.fullName(module, name);
        }
    }

    private final ModuleCatalog catalog;
    private final ConfigKeys store;
    private final List<ModuleOption> ofManagers;
    private final ConfigHistory history = new ConfigHistory(InstantSource.system());

    /** Creates the options, without options of the cluster. */
    public ModuleOptions(ModuleCatalog catalog, ConfigKeys store) {
        this(catalog, store, List.of());
    }

    /** Creates the options, with these options of the cluster. */
    public ModuleOptions(ModuleCatalog catalog, ConfigKeys store, List<ModuleOption> ofManagers) {
        this.catalog = catalog;
        this.store = store;
        this.ofManagers = List.copyOf(ofManagers);
    }

    /** The key of an option in the store; {@code name} is its name, or {@code MGR/NAME} for a single manager. */
    public static String key(String module, String name) {
        return PREFIX + (module.equals(MANAGERS) ? "" : module + "/") + name;
    }

    private static String fullName(String module, String name) {
        return module.equals(MANAGERS) ? name : "mgr/" + module + "/" + name;
    }

    /** All options of a module in the order of their declaration, followed by those that every module has. */
    public List<ModuleOption> declared(String module) {
        return module.equals(MANAGERS) ? ofManagers : loaded(module).options();
    }

    /** The option with this name; empty if it is not declared. */
    public Optional<ModuleOption> find(String module, String name) {
        List<ModuleOption> declared = module.equals(MANAGERS)
                ? ofManagers
                : catalog.find(module).map(LoadedModule::options).orElse(List.of());
        return declared.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    /** The value that is set for all managers, or the default. */
    public OptionValue get(String module, String name) {
        return inForce(module, option(module, declared(module), name), null).value();
    }

    /** The value that is set for this manager, or else for all managers, or the default. */
    public OptionValue getLocalized(String module, String name) {
        return inForce(module, option(module, declared(module), name), store.mgrId()).value();
    }

    /** The value that is set for all managers, or the default. */
    public OptionValue get(LoadedModule module, String name) {
        return inForce(module.name(), option(module.name(), module.options(), name), null).value();
    }

    /** The value that is set for this manager, or else for all managers, or the default. */
    public OptionValue getLocalized(LoadedModule module, String name) {
        return inForce(module.name(), option(module.name(), module.options(), name), store.mgrId()).value();
    }

    /** All options of a module, with their values on this manager. */
    public List<InForce> inForce(String module) {
        return declared(module).stream().map(o -> inForce(module, o, store.mgrId())).toList();
    }

    /** All options with their values on this manager: those of the cluster, then those of each module. */
    public List<InForce> inForce() {
        return inForceOn(store.mgrId());
    }

    /** All options with their values on another manager: those of the cluster, then those of each module. */
    List<InForce> inForceOn(String manager) {
        List<InForce> all = new ArrayList<>(inForce(MANAGERS));
        catalog.all().forEach(m -> m.options().forEach(o -> all.add(inForce(m.name(), o, manager))));
        return all;
    }

    /**
     * Sets an option, or removes it with null.
     *
     * @param name the name of the option, or {@code MGR/NAME} for a single manager
     * @param by   who sets it, for the history
     * @return the option; if it is not {@link ModuleOption#runtime}, the module has to be restarted
     * @throws IllegalArgumentException if the value does not fit
     * @throws UnknownOptionException   if no module of this manager declares it
     */
    public ModuleOption set(String module, String name, @Nullable String value, String by) {
        ModuleOption option = option(module, declared(module), name.substring(name.lastIndexOf('/') + 1));
        if (name.indexOf('/') == 0 || name.indexOf('/') != name.lastIndexOf('/')) {
            throw new IllegalArgumentException("option '" + name + "' is neither NAME nor MGR/NAME");
        }
        if (value != null) {
            OptionValue _ = option.parse(value);
        }
        write(module, name, value, by);
        return option;
    }

    /** Sets an option by somebody who is not known. */
    public ModuleOption set(String module, String name, @Nullable String value) {
        return set(module, name, value, "");
    }

    /** Sets an option without a check, also of a module or option that does not exist. */
    void force(String module, String name, String value, String by) {
        write(module, name, value, by);
    }

    /** Writes a value, or removes it with null, and adds that to the history. */
    private void write(String module, String name, @Nullable String value, String by) {
        String key = key(module, name);
        String before = store.get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null);
        store.set(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        if (!Objects.equals(before, value)) {
            int slash = name.lastIndexOf('/');
            Optional<ModuleOption> option = find(module, name.substring(slash + 1));
            history.add(store, by, (slash < 0 ? "mgr" : "mgr." + name.substring(0, slash)) + "/"
                    + fullName(module, name.substring(slash + 1)),
                    before == null ? null : ShownValue.of(option, before),
                    value == null ? null : ShownValue.of(option, value));
        }
    }

    /**
     * Removes a stored value, also of a module or option that no longer exists.
     *
     * @param by who removes it, for the history
     * @return false if there was none
     */
    public boolean remove(String module, String name, String by) {
        boolean there = store.get(key(module, name)).isPresent();
        if (there) {
            write(module, name, null, by);
        }
        return there;
    }

    /** Removes a stored value by somebody who is not known. */
    public boolean remove(String module, String name) {
        return remove(module, name, "");
    }

    /** All stored values, ordered by key. */
    public List<Stored> dump() {
        List<Stored> all = new ArrayList<>();
        store.prefix(PREFIX).forEach((key, bytes) -> {
            String[] parts = key.substring(PREFIX.length()).split("/", -1);
            if (parts.length <= 3) {
                String module = parts.length == 1 ? MANAGERS : parts[0];
                String name = parts[parts.length - 1];
                String value = new String(bytes, StandardCharsets.UTF_8);
                all.add(new Stored(key, module, parts.length == 3 ? parts[1] : "", name, value,
                        fits(module, name, value)));
            }
        });
        return all;
    }

    /** The modules whose options on manager {@code mgrId} change with these keys. */
    public static Set<String> modulesOf(Collection<String> changedKeys, String mgrId) {
        Set<String> modules = new TreeSet<>();
        for (String key : changedKeys) {
            if (key.startsWith(PREFIX)) {
                String[] parts = key.substring(PREFIX.length()).split("/", -1);
                if (parts.length == 2 || (parts.length == 3 && parts[1].equals(mgrId))) {
                    modules.add(parts[0]);
                }
            }
        }
        return modules;
    }

    private boolean fits(String module, String name, String value) {
        Optional<ModuleOption> option = find(module, name);
        try {
            return option.isPresent() && option.get().parse(value).isSet();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @param manager the manager whose own value goes first; null for none */
    private InForce inForce(String module, ModuleOption option, @Nullable String manager) {
        if (manager != null && !module.equals(MANAGERS)) {
            Optional<OptionValue> local = stored(key(module, manager + "/" + option.name()), option);
            if (local.isPresent()) {
                return new InForce(module, option, local.get(), Source.MANAGER);
            }
        }
        return stored(key(module, option.name()), option).map(v -> new InForce(module, option, v, Source.CLUSTER))
                .orElseGet(() -> new InForce(module, option,
                        OptionValue.of(option.name(), option.defaultValue()), Source.DEFAULT));
    }

    /** A stored value. One that does not fit, because it was written by other means, counts as not set. */
    private Optional<OptionValue> stored(String key, ModuleOption option) {
        Optional<byte[]> bytes = store.get(key);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(option.parse(new String(bytes.get(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            // The value may be secret, and the message repeats it.
            LOG.warn("the value of {} is ignored, since it does not fit the option of type {}: set it anew", key,
                    option.type().wireName());
            return Optional.empty();
        }
    }

    private LoadedModule loaded(String module) {
        return catalog.find(module)
                .orElseThrow(
                        () -> new UnknownOptionException("module '" + module + "' is not known to this manager"));
    }

    private static ModuleOption option(String module, List<ModuleOption> declared, String name) {
        return declared.stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownOptionException("Config option '" + name + "' is not in "
                        + (module.equals(MANAGERS) ? "the cluster's options" : module + ".MODULE_OPTIONS")
                        + "; it has: "
                        + declared.stream().map(ModuleOption::name).collect(Collectors.joining(", "))));
    }
}
