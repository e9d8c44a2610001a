package io.reeve.modulehost.instance;

import io.reeve.api.Exposed;
import io.reeve.api.MgrModule;
import io.reeve.api.NotActiveException;
import io.reeve.api.RemoteCallException;
import io.reeve.modulehost.catalog.FailureText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls of {@link Exposed} methods of a running module, on the caller's thread. */
public final class RemoteCalls {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(int.class, Integer.class, long.class, Long.class,
            double.class, Double.class, boolean.class, Boolean.class, float.class, Float.class, short.class,
            Short.class, byte.class, Byte.class, char.class, Character.class);

    private RemoteCalls() {}

    /**
     * Calls a method and returns its result.
     *
     * @param target the instance; null if the module does not run
     * @throws RemoteCallException if the module does not run, has no such method, or the method threw
     */
    public static @Nullable Object call(@Nullable ModuleInstance target, String module, String name,
            @Nullable Object[] args) {
        if (target == null) {
            throw new RemoteCallException("Module not found: '" + module + "' is not running");
        }
        MgrModule instance = target.mgrModule();
        Method method = find(instance.getClass(), name, args)
                .orElseThrow(() -> new RemoteCallException("Method not found: module '" + module
                        + "' has no public @Exposed method " + name + " for " + args.length + " such arguments"));
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        try {
            boolean _ = target.threads().callAsGuest(() -> target.calls().call("exposed method " + name, () -> {
                if (target.isStopping()) {
                    throw new NotActiveException("module '" + module + "' is stopping");
                }
                result.set(method.invoke(instance, args));
                return true;
            }));
            return result.get();
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            throw new RemoteCallException("Remote method threw exception: " + FailureText.message(thrown), thrown);
        } catch (Exception e) {
            throw new RemoteCallException("Remote call of " + name + " of module '" + module + "' failed: "
                    + FailureText.message(e), e);
        }
    }

    private static Optional<Method> find(Class<?> type, String name, @Nullable Object[] args) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.isAnnotationPresent(Exposed.class)
                        && Modifier.isPublic(method.getModifiers()) && accepts(method, args)) {
                    method.setAccessible(true);
                    return Optional.of(method);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean accepts(Method method, @Nullable Object[] args) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != args.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            Object arg = args[i];
            boolean fits = arg == null
                    ? !types[i].isPrimitive()
                    : BOXES.getOrDefault(types[i], types[i]).isInstance(arg);
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
