package io.reeve.modulehost.catalog;

import io.reeve.api.command.CliCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CliCommand} methods of a class: the descriptors that follow from them, and their invocation. Immutable; built
 * once when a class is loaded.
 */
public final class AnnotatedCommands {
    private record Handler(Method method, CommandDescriptor descriptor, List<CommandParameter> parameters) {}

    private final Map<String, Handler> byPrefix;

    private AnnotatedCommands(Map<String, Handler> byPrefix) {
        this.byPrefix = byPrefix;
    }

    /**
     * Looks at a class and what it inherits; private methods count too.
     *
     * @throws IllegalArgumentException naming the method that cannot be a command, and the fix
     */
    public static AnnotatedCommands of(Class<?> type) {
        Map<String, Handler> handlers = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            Method[] methods = c.getDeclaredMethods();
            Arrays.sort(methods, Comparator.comparing(Method::toString)); // the JVM gives them in any order
            for (Method method : methods) {
                boolean overridden = !seen.add(method.getName() + Arrays.toString(method.getParameterTypes()));
                CliCommand command = method.getAnnotation(CliCommand.class);
                if (command != null && !overridden && !method.isBridge()) {
                    Handler handler = handler(method, command);
                    Handler other = handlers.putIfAbsent(words(command.value()), handler);
                    if (other != null) {
                        throw new IllegalArgumentException("both " + other.method() + " and " + method
                                + " are command '" + command.value() + "': rename one");
                    }
                }
            }
        }
        return new AnnotatedCommands(handlers);
    }

    /** One for each method. */
    public List<CommandDescriptor> descriptors() {
        return byPrefix.values()
                .stream()
                .map(Handler::descriptor)
                .sorted(Comparator.comparing(CommandDescriptor::cmd))
                .toList();
    }

    /** The prefixes: each command's literal words, separated by single spaces. */
    public Set<String> prefixes() {
        return Set.copyOf(byPrefix.keySet());
    }

    /** Whether a method answers this. */
    public boolean handles(String prefix) {
        return byPrefix.containsKey(prefix);
    }

    /**
     * Calls the method on {@code module} and gives what it returned; {@link #VOID} if it returns nothing at all.
     *
     * @throws WrongArgument if an argument does not fit the parameter; the method was not called
     * @throws Throwable     whatever the method threw
     */
    @Nullable
    public Object invoke(Object module, Command command) throws Throwable {
        Handler handler = byPrefix.get(command.prefix());
        if (handler == null) {
            throw new IllegalStateException("no method answers '" + command.prefix() + "'");
        }
        @Nullable
        Object[] args = new Object[handler.parameters().size()];
        for (int i = 0; i < args.length; i++) {
            args[i] = handler.parameters().get(i).from(command);
        }
        try {
            Object result = handler.method().invoke(module, args);
            return handler.method().getReturnType() == void.class ? VOID : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** What a void method returns. */
    public static final Object VOID = new Object();

    /** An argument that passed its descriptor but does not fit the method's parameter. */
    public static final class WrongArgument extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        WrongArgument(String message) {
            super(message);
        }
    }

    private static Handler handler(Method method, CliCommand command) {
        if (words(command.value()).isEmpty() || command.value().matches(".*[,=].*")) {
            throw new IllegalArgumentException("@CliCommand(\"" + command.value() + "\") of " + method
                    + ": give the literal words only; parameters follow from the method's");
        }
        method.setAccessible(true);
        List<CommandParameter> parameters = new ArrayList<>();
        StringBuilder cmd = new StringBuilder(words(command.value()));
        for (Parameter parameter : method.getParameters()) {
            CommandParameter p = CommandParameter.of(method, parameter);
            parameters.add(p);
            if (!p.signature().isEmpty()) {
                cmd.append(' ').append(p.signature());
            }
        }
        return new Handler(method, new CommandDescriptor(cmd.toString(), command.desc(), command.perm(),
                Set.of(command.flags())), List.copyOf(parameters));
    }

    private static String words(String prefix) {
        return prefix.strip().replaceAll("\\s+", " ");
    }
}
