package io.reeve.daemon.config;

import io.reeve.daemon.config.ConfigFile.Raw;
import io.reeve.election.ZooKeeperTls;
import io.reeve.report.protocol.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loader of a manager's configuration. An option wins over the environment, that over the file, that over the default. A
 * package may have defaults of its own: {@code REEVE_DEFAULT_HTTP} in the environment, which the file wins over.
 */
public final class ConfigLoader {
    /** The environment variable that names the configuration file. */
    public static final String CONFIG_ENVIRONMENT = "REEVE_CONFIG";

    private final Map<String, String> options;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Raw> file;

    private ConfigLoader(Map<String, String> options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
        String path = options.getOrDefault("config", environment.getOrDefault(CONFIG_ENVIRONMENT, ""));
        this.file = path.isEmpty() ? Map.of() : ConfigFile.read(Path.of(path), problems);
    }

    /**
     * Reads and checks all settings.
     *
     * @param options        the options given, by name without dashes, {@code config} included
     * @param environment    the environment variables
     * @param bundledModules the module path if none is set
     * @param exitWithParent whether the manager stops when its standard input ends
     * @throws ConfigException with everything that is wrong
     */
    public static ManagerConfig load(Map<String, String> options, Map<String, String> environment,
            List<Path> bundledModules, boolean exitWithParent) throws ConfigException {
        return new ConfigLoader(options, environment).config(bundledModules, exitWithParent);
    }

    /**
     * Reads and checks the settings of TLS to ZooKeeper alone, for a process that is no manager.
     *
     * @param options     the options given, by name without dashes
     * @param environment the environment variables
     * @return empty without TLS
     * @throws ConfigException with everything that is wrong
     */
    public static Optional<ZooKeeperTls> zooKeeperTls(Map<String, String> options, Map<String, String> environment)
            throws ConfigException {
        Map<String, String> withoutFile = new HashMap<>(environment);
        withoutFile.remove(CONFIG_ENVIRONMENT);
        ConfigLoader loader = new ConfigLoader(options, withoutFile);
        Optional<ZooKeeperTls> tls = loader.tls(loader.config(Settings.TLS, Map.of(), false));
        loader.refuseProblems();
        return tls;
    }

    private ManagerConfig config(List<Path> bundledModules, boolean exitWithParent) throws ConfigException {
        ManagerConfig config = config(Settings.ALL, Map.of(Settings.MODULE_PATH, bundledModules), exitWithParent);
        var _ = tls(config);
        config.find(Settings.HTTP).ifPresent(bind -> checkOwnName(bind, Settings.ADVERTISE_URL));
        config.find(Settings.REPORT).ifPresent(bind -> checkOwnName(bind, Settings.ADVERTISE_REPORT));
        checkDifferentPorts(config.find(Settings.HTTP), config.find(Settings.REPORT));
        refuseProblems();
        return config;
    }

    private void refuseProblems() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private Optional<ZooKeeperTls> tls(ManagerConfig config) {
        TlsSettings.checkUseless(config, this::find, problems);
        return TlsSettings.of(config, problems);
    }

    /**
     * The values of these settings.
     *
     * @param defaults the values of those that have no default of their own
     */
    private ManagerConfig config(List<Setting<?>> settings, Map<Setting<?>, Object> defaults, boolean exitWithParent) {
        Map<Setting<?>, Object> values = new HashMap<>(defaults);
        settings.forEach(setting -> get(setting).ifPresent(value -> values.put(setting, value)));
        return new ManagerConfig(values, exitWithParent);
    }

    private void checkDifferentPorts(Optional<HostPort> http, Optional<HostPort> report) {
        if (http.isPresent() && http.equals(report) && http.get().port() != 0) {
            problems.add("--http and --report: both are " + http.get() + ". Give them different ports.");
        }
    }

    /** Checks that a manager that listens on every address, and is not told which to advertise, knows its machine's name. */
    private void checkOwnName(HostPort bind, Setting<?> advertise) {
        if (!bind.isWildcard() || find(advertise).isPresent()) {
            return;
        }
        try {
            InetAddress.getLocalHost();
        } catch (UnknownHostException nameless) {
            problems.add(advertise.option() + ": missing, and this machine does not know its own name ("
                    + nameless.getMessage() + "). " + advertise.hint());
        }
    }

    /** The value, checked; empty if there is none or it is wrong, which is then noted. */
    private <T> Optional<T> get(Setting<T> setting) {
        Optional<Raw> raw = find(setting);
        if (raw.isPresent()) {
            return parse(setting, raw.get());
        }
        if (setting.required()) {
            problems.add(setting.option() + ": missing. Give it as " + setting.option() + " " + setting.label() + ", "
                    + setting.environment() + " or " + setting.name() + " in the file. " + setting.description());
        }
        return setting.defaultValue().flatMap(text -> parse(setting, new Raw(text, "default")));
    }

    private Optional<Raw> find(Setting<?> setting) {
        String option = options.get(setting.name());
        if (option != null) {
            return Optional.of(new Raw(option, "option"));
        }
        String variable = environment.getOrDefault(setting.environment(), "");
        if (!variable.isEmpty()) {
            return Optional.of(new Raw(variable, setting.environment() + " in the environment"));
        }
        Raw written = file.get(setting.name());
        String packaged = environment.getOrDefault(setting.packagedDefault(), "");
        return written != null || packaged.isEmpty()
                ? Optional.ofNullable(written)
                : Optional.of(new Raw(packaged, setting.packagedDefault() + " in the environment"));
    }

    private <T> Optional<T> parse(Setting<T> setting, Raw raw) {
        try {
            return Optional.of(setting.parser().apply(raw.text().strip()));
        } catch (IllegalArgumentException wrong) {
            problems.add(setting.option() + ": '" + raw.text() + "' (" + raw.source() + "): " + wrong.getMessage()
                    + ". " + setting.hint());
            return Optional.empty();
        }
    }
}
