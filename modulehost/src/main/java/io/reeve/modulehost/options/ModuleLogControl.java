package io.reeve.modulehost.options;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Sets, at run time, what a logger writes and where to. The daemon implements it with its logging library. */
public interface ModuleLogControl {
    /** Sets a logger's level; null for that of its parent. */
    void setLevel(String logger, @Nullable Level level);

    /** Whether the logger also writes to a file of its own. */
    void setFile(String logger, boolean enabled);

    /** The least level of lines that also go to the cluster log; null for none. */
    void setCluster(String logger, @Nullable Level least);

    /** Changes nothing. */
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
