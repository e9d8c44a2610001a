package io.reeve.daemon.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder where this software is installed; the launcher passes it in the system property {@code reeve.home}. */
public final class ReeveHome {
    private ReeveHome() {}

    /** The folder of the bundled modules; empty when not run from an installation. */
    public static List<Path> bundledModules() {
        String home = System.getProperty("reeve.home", "");
        if (home.isEmpty()) {
            return List.of();
        }
        Path modules = Path.of(home, "modules");
        return Files.isDirectory(modules) ? List.of(modules) : List.of();
    }
}
