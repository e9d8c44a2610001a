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

/** A module whose classes are loaded, with its declaration, commands and options. It need not be running. */
public final class LoadedModule {
    private final ModuleSpec spec;
    private volatile CanRun canRun;
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
        loader.setModule(spec.name());
        this.annotated = AnnotatedCommands.of(spec.moduleClass());
        List<CommandDescriptor> all = new ArrayList<>(annotated.descriptors());
        all.addAll(spec.commands());
        this.commands = List.copyOf(all);
        this.options = CommonOptions.addedTo(spec.name(), spec.options());
    }

    /** The name of the module. */
    public String name() {
        return spec.name();
    }

    /** The declaration that its provider returned. */
    public ModuleSpec spec() {
        return spec;
    }

    /** Whether it can run on this manager, as it said last. */
    public CanRun canRun() {
        return canRun;
    }

    void setCanRun(CanRun now) {
        canRun = now;
    }

    /** The jar, or the folder of jars, that it was loaded from. */
    public Path path() {
        return path;
    }

    /** The {@code Implementation-Version} of its jar, or empty. */
    public String version() {
        return version;
    }

    /** All its commands, annotated or declared. */
    public List<CommandDescriptor> commands() {
        return commands;
    }

    /** All its options, including those that every module has. */
    public List<ModuleOption> options() {
        return options;
    }

    /** The commands that are annotated methods. */
    public AnnotatedCommands annotated() {
        return annotated;
    }

    /** The class loader of the module. */
    public ClassLoader loader() {
        return loader;
    }

    /** Ends what the module has left running or registered, and closes the jars: from now on no further classes can be loaded from them. */
    void close(LeftBehind left) {
        loader.deregisterDrivers();
        loader.threads().interrupt();
        left.add(name(), loader);
        try {
            loader.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(LoadedModule.class).warn("module '{}': closing its jars failed", name(), e);
        }
        JarCopies.delete(copy);
    }
}
