package io.reeve.daemon.config;

import io.reeve.daemon.config.ConfigFile.Raw;
import io.reeve.election.ZooKeeperTls;
import io.reeve.election.ZooKeeperTls.CertificateStore;
import io.reeve.election.ZooKeeperTls.StoreType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The settings of TLS to ZooKeeper together, checked against each other. */
final class TlsSettings {
    private final ManagerConfig config;
    private final List<String> problems;

    private TlsSettings(ManagerConfig config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    /** What they say; empty without TLS. Adds what is wrong to the problems. */
    static Optional<ZooKeeperTls> of(ManagerConfig config, List<String> problems) {
        return new TlsSettings(config, problems).tls();
    }

    /** Notes each of these settings that is given though TLS is not wanted: somebody believes that it has an effect. */
    static void checkUseless(ManagerConfig config, Function<Setting<?>, Optional<Raw>> given, List<String> problems) {
        if (!config.find(Settings.ZOOKEEPER_TLS).orElse(true)) {
            Settings.TLS.stream()
                    .filter(setting -> !setting.equals(Settings.ZOOKEEPER_TLS) && given.apply(setting).isPresent())
                    .forEach(setting -> problems.add(setting.option() + ": it has no effect without "
                            + Settings.ZOOKEEPER_TLS.option() + " true. Set that too, or leave this out."));
        }
    }

    private Optional<ZooKeeperTls> tls() {
        if (!config.find(Settings.ZOOKEEPER_TLS).orElse(false)) {
            return Optional.empty();
        }
        Optional<CertificateStore> trusted = store(Settings.ZOOKEEPER_TRUST_STORE, Settings.ZOOKEEPER_TRUST_STORE_TYPE,
                Settings.ZOOKEEPER_TRUST_STORE_PASSWORD_FILE);
        Optional<CertificateStore> own = store(Settings.ZOOKEEPER_KEY_STORE, Settings.ZOOKEEPER_KEY_STORE_TYPE,
                Settings.ZOOKEEPER_KEY_STORE_PASSWORD_FILE);
        if (trusted.isEmpty()) {
            problems.add(Settings.ZOOKEEPER_TRUST_STORE.option() + ": missing, and " + Settings.ZOOKEEPER_TLS.option()
                    + " is true. " + Settings.ZOOKEEPER_TRUST_STORE.description());
        }
        return trusted.map(store -> new ZooKeeperTls(own, store,
                config.find(Settings.ZOOKEEPER_HOSTNAME_VERIFICATION).orElse(true)));
    }

    private Optional<CertificateStore> store(Setting<Path> file, Setting<StoreType> type, Setting<Path> password) {
        config.find(file).ifPresent(path -> readable(file, path));
        config.find(password).ifPresent(path -> readable(password, path));
        return config.find(file).map(path -> new CertificateStore(path, config.find(type), config.find(password)));
    }

    private void readable(Setting<Path> setting, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add(setting.option() + ": '" + file + "': it is not a file that this user can read. "
                    + setting.hint());
        }
    }
}
