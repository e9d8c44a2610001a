package io.reeve.modulehost.options;

import io.reeve.api.ModuleOption;
import io.reeve.api.OptionValue;
import io.reeve.api.UnknownOptionException;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
        return inForce(module, option(module, declared(module), name), false).value();
    }

    /** The value that is set for this manager, or else for all managers, or the default. */
    public OptionValue getLocalized(String module, String name) {
        return inForce(module, option(module, declared(module), name), true).value();
    }

    /** The value that is set for all managers, or the default. */
    public OptionValue get(LoadedModule module, String name) {
        return inForce(module.name(), option(module.name(), module.options(), name), false).value();
    }

    /** The value that is set for this manager, or else for all managers, or the default. */
    public OptionValue getLocalized(LoadedModule module, String name) {
        return inForce(module.name(), option(module.name(), module.options(), name), true).value();
    }

    /** All options of a module, with their values on this manager. */
    public List<InForce> inForce(String module) {
        return declared(module).stream().map(o -> inForce(module, o, true)).toList();
    }

    /** All options with their values on this manager: those of the cluster, then those of each module. */
    public List<InForce> inForce() {
        List<InForce> all = new ArrayList<>(inForce(MANAGERS));
        catalog.all().forEach(m -> m.options().forEach(o -> all.add(inForce(m.name(), o, true))));
        return all;
    }

    /**
     * Sets an option, or removes it with null.
     *
     * @param name the name of the option, or {@code MGR/NAME} for a single manager
     * @return the option; if it is not {@link ModuleOption#runtime}, the module has to be restarted
     * @throws IllegalArgumentException if the value does not fit
     * @throws UnknownOptionException   if no module of this manager declares it
     */
    public ModuleOption set(String module, String name, @Nullable String value) {
        ModuleOption option = option(module, declared(module), name.substring(name.lastIndexOf('/') + 1));
        if (name.indexOf('/') == 0 || name.indexOf('/') != name.lastIndexOf('/')) {
            throw new IllegalArgumentException("option '" + name + "' is neither NAME nor MGR/NAME");
        }
        if (value != null) {
            OptionValue _ = option.parse(value);
        }
        store.set(key(module, name), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        return option;
    }

    /**
     * Removes a stored value, also of a module or option that no longer exists.
     *
     * @return false if there was none
     */
    public boolean remove(String module, String name) {
        String key = key(module, name);
        boolean there = store.get(key).isPresent();
        if (there) {
            store.set(key, null);
        }
        return there;
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

    private InForce inForce(String module, ModuleOption option, boolean localized) {
        if (localized && !module.equals(MANAGERS)) {
            Optional<OptionValue> local = stored(key(module, store.mgrId() + "/" + option.name()), option);
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
