package io.reeve.modulehost.catalog;

import io.reeve.modulehost.threads.HostThreads;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of one module, which searches its own jars first, then the JDK. It shares only the module API and SLF4J
 * with the manager, so a library of the module never conflicts with the manager's version of it.
 */
final class ModuleClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final List<String> SHARED = List.of("io.reeve.api.", "org.slf4j.");

    private final ThreadGroup threads;

    ModuleClassLoader(String name, URL[] jars) {
        super("module:" + name, jars, ClassLoader.getPlatformClassLoader());
        this.threads = new ThreadGroup(HostThreads.ofModules(), "reeve-module-load-" + name);
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
