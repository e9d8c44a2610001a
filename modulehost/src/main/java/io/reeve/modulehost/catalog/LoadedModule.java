package io.reeve.modulehost.catalog;

import io.reeve.api.CanRun;
import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleSpec;
import io.reeve.api.command.CommandDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A module whose classes are loaded, with its declaration, commands and options. It need not be running. */
public final class LoadedModule {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModule.class);

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

    /**
     * Loads and links its own classes, so that a first start need not. None of its code runs. Any thread; reads its jars.
     *
     * @return the classes that cannot be linked
     * @throws IOException if a jar cannot be read, as after the module was unloaded
     */
    public List<String> link() throws IOException {
        return ClassLinking.link(loader, spec.moduleClass().getPackageName());
    }

    /**
     * Ends what the module has left running or registered, and closes the jars: from now on no further classes can be loaded from
     * them. Runs code of the module, so not under a lock.
     *
     * @param most the longest time for the code of the module
     */
    void close(LeftBehind left, Duration most) {
        deregisterDrivers(most);
        loader.threads().interrupt();
        left.add(name(), loader);
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("module '{}': closing its jars failed", name(), e);
        }
        JarCopies.delete(copy);
    }

    private void deregisterDrivers(Duration most) {
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = Deadline.call("reeve-module-unload-" + name(), loader, most, () -> {
                loader.deregisterDrivers();
                return true;
            });
        } catch (TimeoutException e) {
            LOG.warn("module '{}': its JDBC drivers did not let themselves be deregistered within {} ms", name(),
                    most.toMillis());
        } catch (ExecutionException e) {
            LOG.warn("module '{}': its JDBC drivers may be left", name(), e.getCause());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
