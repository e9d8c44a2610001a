package io.reeve.modulehost.catalog;

import io.reeve.modulehost.threads.HostThreads;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loader of one module, which searches its own jars first, then the JDK. It shares only the module API and SLF4J
 * with the manager, so a library of the module never conflicts with the manager's version of it.
 */
final class ModuleClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    static {
        // What a module reads by getResource().openStream() would keep its jar open after it is deleted.
        URLConnection.setDefaultUseCaches("jar", false);
    }

    private static final List<String> SHARED = List.of("io.reeve.api.", "org.slf4j.");

    private static final Logger LOG = LoggerFactory.getLogger(ModuleClassLoader.class);

    private final ThreadGroup threads;
    private volatile String module = "";
    private final Map<String, Boolean> ownLoggers = new ConcurrentHashMap<>();

    ModuleClassLoader(String name, URL[] jars) {
        super("module:" + name, jars, ClassLoader.getPlatformClassLoader());
        this.threads = new ThreadGroup(HostThreads.ofModules(), "reeve-module-load-" + name);
    }

    /** Takes away the JDBC drivers that the module has registered. */
    void deregisterDrivers() {
        String name = DriverCleanup.class.getName();
        try (InputStream code = DriverCleanup.class.getResourceAsStream("DriverCleanup.class")) {
            if (code != null) {
                byte[] bytes = code.readAllBytes();
                Class<?> inside = defineClass(name, bytes, 0, bytes.length);
                if (inside.getConstructor().newInstance() instanceof Runnable cleanup) {
                    cleanup.run();
                }
            }
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("JDBC drivers of module '{}' may be left: {}", module, e.toString());
        }
    }

    void setModule(String name) {
        module = name;
    }

    /** The name of the module; empty until its provider has told it. */
    String module() {
        return module;
    }

    /** Whether a logger of that name, used by code of this module, is the module's: not that of a class of the manager. */
    boolean isOwnLogger(String logger) {
        return ownLoggers.computeIfAbsent(logger, name -> {
            String file = name.replace('.', '/') + ".class";
            return findResource(file) != null || ModuleClassLoader.class.getClassLoader().getResource(file) == null;
        });
    }

    /** The group of the threads that load the module, and of those that its static initialisers start. */
    ThreadGroup threads() {
        return threads;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> type = findLoadedClass(name);
            if (type == null) {
                type = find(name);
            }
            if (resolve) {
                resolveClass(type);
            }
            return type;
        }
    }

    private Class<?> find(String name) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return getPlatformClassLoader().loadClass(name);
        }
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return Class.forName(name, false, ModuleClassLoader.class.getClassLoader());
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException notOurs) {
            try {
                return getPlatformClassLoader().loadClass(name);
            } catch (ClassNotFoundException e) {
                e.addSuppressed(notOurs);
                throw e;
            }
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getPlatformClassLoader().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(getPlatformClassLoader().getResources(name)));
        return Collections.enumeration(all);
    }
}
