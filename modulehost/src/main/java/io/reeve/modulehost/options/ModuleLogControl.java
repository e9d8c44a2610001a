package io.reeve.modulehost.options;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The control of loggers at run time: their levels and destinations. The manager implements it with its logging library. */
public interface ModuleLogControl {
    /** Sets a logger's level; null for that of its parent. */
    void setLevel(String logger, @Nullable Level level);

    /** Sets whether a logger also writes to a file of its own. */
    void setFile(String logger, boolean enabled);

    /** Sets the least level of lines that also go to the cluster log; null for none. */
    void setCluster(String logger, @Nullable Level least);

    /** A control that changes nothing. */
    static ModuleLogControl none() {
        return new ModuleLogControl() {
            @Override
            public void setLevel(String logger, @Nullable Level level) {}

            @Override
            public void setFile(String logger, boolean enabled) {}

            @Override
            public void setCluster(String logger, @Nullable Level least) {}
        };
    }
}
