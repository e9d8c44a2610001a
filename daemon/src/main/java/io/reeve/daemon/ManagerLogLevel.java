package io.reeve.daemon;

import io.reeve.api.ModuleOption;
import io.reeve.daemon.logging.LogControl;
import io.reeve.modulehost.options.ModuleOptions;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The level of the managers' own log, an option of the cluster: each manager, active or not, follows it at run time. */
final class ManagerLogLevel {
    static final ModuleOption OPTION = ModuleOption
            .str("log_level", "info", "How much the managers themselves log; modules have options of their own.")
            .oneOf("debug", "info", "warn", "error");
    private static final String LOGGER = "io.reeve";
    private static final String KEY = ModuleOptions.key(ModuleOptions.MANAGERS, OPTION.name());
    private static final Logger LOG = LoggerFactory.getLogger(ManagerLogLevel.class);

    private final Supplier<String> value;
    private final LogControl control = new LogControl();

    /** @param value reads the option */
    ManagerLogLevel(Supplier<String> value) {
        this.value = value;
    }

    /** Follows the option, if it is among the keys that have changed. */
    void keysChanged(Set<String> keys) {
        if (keys.contains(KEY)) {
            follow();
        }
    }

    /** Takes the value that is in force. */
    void follow() {
        try {
            String wanted = value.get();
            if (!control.level(LOGGER).equals(wanted)) {
                control.setLevel(LOGGER, wanted);
                LOG.info("the managers log from level {} on ({})", wanted, OPTION.name());
            }
        } catch (IllegalArgumentException wrong) {
            LOG.warn("the log level stays as it is: {}", wrong.getMessage());
        }
    }
}
