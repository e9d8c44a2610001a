package io.reeve.modulehost.catalog;

import io.reeve.api.ApiVersion;
import io.reeve.api.CanRun;
import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.modulehost.threads.HostThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loader that turns a {@link ModuleSource} into a {@link LoadedModule}, or a {@link LoadError} with the fix. */
final class ModuleLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleLoader.class);
    private static final String SERVICE = "META-INF/services/" + ModuleProvider.class.getName();
    private static final String ADD_RANGE = "add '" + ApiVersion.MANIFEST_ATTRIBUTE + ": " + currentRange()
            + "' to its manifest (maven-jar-plugin: archive/manifestEntries)";
    private static final String CAN_RUN = "reeve-module-canRun-";
    private static final int MAX_PRELOADED_CLASSES = 1000;

    /** The result of loading. */
    sealed interface Result {
        /** Success. */
        record Loaded(LoadedModule module) implements Result {}

        /** Failure. */
        record Failed(LoadError error) implements Result {}
    }

    /** The jar that names the provider, with the manifest that is read before its classes are loaded. */
    private record ModuleJar(Path jar, Attributes attributes) {
        String version() {
            return Optional.ofNullable(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION)).orElse("");
        }
    }

    private static final class UnusableModuleException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String fix;

        UnusableModuleException(String reason, String fix) {
            super(reason);
            this.fix = fix;
        }
    }

    /** A module whose code did not return while it was loaded, or left threads. It is not loaded again while one lives. */
    private record Hung(String fingerprint, ThreadGroup threads, Result.Failed failed) {}

    private final Path work;
    private final Duration deadline;
    private final TimedFiles files;
    private final LeftBehind left;
    private final Map<Path, Hung> hung = new ConcurrentHashMap<>();

    ModuleLoader(Path work, Duration deadline, TimedFiles files, LeftBehind left) {
        this.left = left;
        this.work = work;
        this.deadline = deadline;
        this.files = files;
    }

    /** Loads a module. A module that is unusable for any reason is a failure, not an exception. */
    Result load(ModuleSource source) {
        Hung before = hung.remove(source.path());
        if (before != null && before.fingerprint().equals(source.fingerprint())
                && !HostThreads.alive(before.threads()).isEmpty()) {
            hung.put(source.path(), before); // one thread of it is enough
            return before.failed();
        }
        try {
            List<Path> copies = files.callOrEnd("copy " + source.fingerprint(), source.path(),
                    () -> JarCopies.make(source.jars(), work));
            try {
                Result result = new Result.Loaded(open(source, copies));
                LOG.debug("loaded module from {}", source.path());
                return result;
            } catch (UnusableModuleException e) {
                if (!(e.getCause() instanceof TimeoutException)) {
                    JarCopies.delete(copies.getFirst().resolveSibling(""));
                }
                return failed(source, String.valueOf(e.getMessage()), e.fix);
            }
        } catch (JarCopies.NoFileException e) {
            return new Result.Failed(new LoadError(source.path(), String.valueOf(e.getMessage()),
                    "put a jar there, or remove it", true));
        } catch (TimedFiles.LateException e) {
            return new Result.Failed(
                    new LoadError(source.path(), String.valueOf(e.getMessage()), LoadError.LOOK_AT_MOUNT, true));
        } catch (IOException e) {
            return new Result.Failed(
                    new LoadError(source.path(), "it cannot be read: " + e, LoadError.LOOK_AT_DISK, true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(source, "loading it was interrupted", "rescan the module path");
        }
    }

    private static Result failed(ModuleSource source, String reason, String fix) {
        return new Result.Failed(new LoadError(source.path(), reason, fix));
    }

    private LoadedModule open(ModuleSource source, List<Path> copies)
            throws UnusableModuleException, IOException, InterruptedException {
        ModuleJar moduleJar = moduleJar(copies);
        checkApi(moduleJar);
        ModuleClassLoader loader = new ModuleClassLoader(source.path().getFileName().toString(),
                JarCopies.urls(copies));
        String thread = "reeve-module-load-" + source.path().getFileName();
        boolean done = false;
        try {
            ModuleSpec spec = withDeadline(thread, loader, () -> spec(loader));
            if (ReservedNames.ALL.contains(spec.name())) {
                throw new UnusableModuleException("the name '" + spec.name() + "' is reserved for the manager itself",
                        "give the module another name");
            }
            LoadedModule module = withDeadline(thread, loader, () -> {
                preloadClasses(moduleJar.jar(), loader);
                return new LoadedModule(spec, canRun(loader, spec), source.path(), moduleJar.version(), loader,
                        copies.getFirst().resolveSibling(""));
            });
            checkCommands(module);
            done = true;
            return module;
        } catch (UnusableModuleException e) {
            if (e.getCause() instanceof TimeoutException || !HostThreads.alive(loader.threads()).isEmpty()) {
                LoadError error = new LoadError(source.path(), String.valueOf(e.getMessage()), e.fix);
                hung.put(source.path(),
                        new Hung(source.fingerprint(), loader.threads(), new Result.Failed(error)));
            }
            throw e;
        } finally {
            if (!done) {
                loader.threads().interrupt();
                left.add(source.path().getFileName().toString(), loader);
                loader.close();
            }
        }
    }

    private static void checkCommands(LoadedModule module) throws UnusableModuleException {
        for (CommandDescriptor command : module.commands()) {
            if (command.flags().contains(CommandDescriptor.Flag.ANY_NODE)) {
                throw new UnusableModuleException("command '" + command.cmd() + "' of module '" + module.name()
                        + "' has the flag ANY_NODE, which only commands of the manager itself may have: a module runs on the"
                        + " active only", "remove the flag from that command");
            }
        }
    }

    /** Finds the one jar that names a provider. */
    private static ModuleJar moduleJar(List<Path> jars) throws UnusableModuleException {
        ModuleJar found = null;
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                if (file.getEntry(SERVICE) != null) {
                    if (found != null) {
                        throw new UnusableModuleException(
                                "both " + found.jar().getFileName() + " and " + jar.getFileName() + " name a "
                                        + ModuleProvider.class.getSimpleName(),
                                "put each module into a folder of its own");
                    }
                    Manifest manifest = file.getManifest();
                    found = new ModuleJar(jar, manifest == null ? new Attributes() : manifest.getMainAttributes());
                }
            } catch (IOException e) {
                throw new UnusableModuleException(jar.getFileName() + " is not a jar: " + e.getMessage(),
                        "build it again (mvn package) and copy it whole: copy to another name, then rename");
            }
        }
        if (found == null) {
            throw new UnusableModuleException("it has no " + SERVICE,
                    "name your implementation of " + ModuleProvider.class.getName() + " in that file");
        }
        return found;
    }

    private static void checkApi(ModuleJar moduleJar) throws UnusableModuleException {
        String stated = moduleJar.attributes().getValue(ApiVersion.MANIFEST_ATTRIBUTE);
        if (stated == null) {
            throw new UnusableModuleException("it does not say which versions of the module API it works with",
                    ADD_RANGE);
        }
        VersionRange range;
        try {
            range = VersionRange.parse(stated);
        } catch (IllegalArgumentException e) {
            throw new UnusableModuleException(ApiVersion.MANIFEST_ATTRIBUTE + " in its manifest: " + e.getMessage(),
                    ADD_RANGE);
        }
        if (!range.contains(ApiVersion.CURRENT)) {
            throw new UnusableModuleException(
                    "it needs module API " + stated + ", and this manager has " + ApiVersion.CURRENT,
                    "build it against reeve-api " + ApiVersion.CURRENT + " and state " + currentRange()
                            + ", or run a manager of the version it needs");
        }
    }

    /** The range for a module that is built against this version of the API: up to the next MINOR. */
    private static String currentRange() {
        String[] parts = ApiVersion.CURRENT.split("\\.");
        return "[" + ApiVersion.CURRENT + "," + parts[0] + "." + (Integer.parseInt(parts[1]) + 1) + ")";
    }

    private static ModuleSpec spec(ModuleClassLoader loader) throws UnusableModuleException {
        List<ModuleProvider> all = ServiceLoader.load(ModuleProvider.class, loader)
                .stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (all.size() != 1) {
            throw new UnusableModuleException("it names " + all.size() + " providers", "name one in " + SERVICE
                    + "; further modules go into jars of their own");
        }
        ModuleSpec spec = all.getFirst().spec();
        if (spec == null) {
            throw new UnusableModuleException("spec() of " + all.getFirst().getClass().getName() + " returned null",
                    "return a ModuleSpec");
        }
        return spec;
    }

    /** Loads the classes of the jar ahead of their use, so that a failover does not wait for the disk. */
    private static void preloadClasses(Path jar, ClassLoader loader) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(JarEntry::getName)
                    .filter(n -> n.endsWith(".class") && !n.startsWith("META-INF/"))
                    .filter(n -> !n.endsWith("-info.class"))
                    .limit(MAX_PRELOADED_CLASSES)
                    .map(n -> n.substring(0, n.length() - ".class".length()).replace('/', '.'))
                    .forEach(name -> {
                        try {
                            Class.forName(name, false, loader);
                        } catch (ClassNotFoundException | LinkageError e) {
                            LOG.debug("{} in {} is not loadable, which matters only if it is used: {}", name, jar,
                                    e.toString());
                        }
                    });
        }
    }

    /** Asks a module that could not run whether it can now. */
    void askAgain(LoadedModule module) {
        try {
            if (!module.canRun().ok() && module.loader() instanceof ModuleClassLoader loader
                    && !HostThreads.isAlive(loader.threads(), CAN_RUN + module.name())) {
                module.setCanRun(canRun(loader, module.spec()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CanRun canRun(ModuleClassLoader loader, ModuleSpec spec) throws InterruptedException {
        try {
            CanRun answer = Deadline.call(CAN_RUN + spec.name(), loader, deadline, () -> spec.canRun().get());
            return answer == null ? CanRun.no("its canRun returned null") : answer;
        } catch (TimeoutException e) {
            return CanRun.no("its canRun did not return within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            return CanRun.no("its canRun threw " + FailureText.oneLine(cause(e)));
        }
    }

    private interface LoadStep<T> {
        T run() throws UnusableModuleException, IOException, InterruptedException;
    }

    /** Runs code of the module with twice the deadline, because canRun has a deadline of its own; explains a failure. */
    private <T> T withDeadline(String thread, ModuleClassLoader loader, LoadStep<T> code)
            throws UnusableModuleException, InterruptedException {
        try {
            return Deadline.call(thread, loader, deadline.multipliedBy(2), code::run);
        } catch (TimeoutException e) {
            UnusableModuleException late = new UnusableModuleException(
                    "its provider did not return within " + deadline.toMillis() * 2 + " ms",
                    "let spec() only describe the module; work belongs into serve()");
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            if (cause(e) instanceof UnusableModuleException unusable) {
                throw unusable;
            }
            throw explain(cause(e));
        }
    }

    private static Throwable cause(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private static UnusableModuleException explain(Throwable thrown) {
        Throwable root = thrown;
        String reason = FailureText.oneLine(thrown);
        for (int depth = 0; depth < 20 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        String deepest = FailureText.oneLine(root);
        if (!reason.contains(deepest)) {
            reason = reason + ": " + deepest;
        }
        String fix = switch (root) {
            case UnsupportedClassVersionError _ -> "compile it for Java " + Runtime.version().feature() + " or older";
            case ClassNotFoundException _ -> missingClassFix();
            case NoClassDefFoundError _ -> missingClassFix();
            case LinkageError _ -> "build it again against reeve-api " + ApiVersion.CURRENT;
            default -> "correct what the message says";
        };
        return new UnusableModuleException(reason, fix);
    }

    private static String missingClassFix() {
        return "put the jar with that class beside the module's jar, both in one folder in the module path: a module sees "
                + "only its own jars, io.reeve.api, SLF4J and the JDK";
    }
}
