package io.reeve.modulehost.catalog;

import io.reeve.api.CanRun;
import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleSpec;
import io.reeve.api.command.CommandDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A module whose classes are loaded: what it says of itself, with all its commands and options. It need not be running. */
public final class LoadedModule {
    private final ModuleSpec spec;
    private final CanRun canRun;
    private final Path path;
    private final String version;
    private final AnnotatedCommands annotated;
    private final List<CommandDescriptor> commands;
    private final List<ModuleOption> options;
    private final ModuleClassLoader loader;
    private final Path copy;

    LoadedModule(ModuleSpec spec, CanRun canRun, Path path, String version, ModuleClassLoader loader, Path copy) {
        this.spec = spec;
        this.canRun = canRun;
        this.path = path;
        this.version = version;
        this.loader = loader;
        this.copy = copy;
        this.annotated = AnnotatedCommands.of(spec.moduleClass());
        List<CommandDescriptor> all = new ArrayList<>(annotated.descriptors());
        all.addAll(spec.commands());
        this.commands = List.copyOf(all);
        this.options = CommonOptions.addedTo(spec.name(), spec.options());
    }

    public String name() {
        return spec.name();
    }

    public ModuleSpec spec() {
        return spec;
    }

    /** Whether it can run on this manager. */
    public CanRun canRun() {
        return canRun;
    }

    /** The jar, or folder of jars, that it came from. */
    public Path path() {
        return path;
    }

    /** The jar's {@code Implementation-Version}, or empty. */
    public String version() {
        return version;
    }

    /** All its commands, annotated or declared. */
    public List<CommandDescriptor> commands() {
        return commands;
    }

    /** All its options, with those that every module has. */
    public List<ModuleOption> options() {
        return options;
    }

    public AnnotatedCommands annotated() {
        return annotated;
    }

    public ClassLoader loader() {
        return loader;
    }

    /** Closes the jars. Classes that are not loaded yet cannot be loaded from now on. */
    void close() {
        try {
            loader.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(LoadedModule.class).warn("module '{}': closing its jars failed", name(), e);
        }
        JarCopies.delete(copy);
    }
}
