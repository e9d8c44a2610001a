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
 * The {@link CliCommand} methods of a class: their descriptors and their invocation. Immutable; built once per loaded
 * class.
 */
public final class AnnotatedCommands {
    private record Handler(Method method, CommandDescriptor descriptor, List<CommandParameter> parameters) {}

    private final Map<String, Handler> byPrefix;

    private AnnotatedCommands(Map<String, Handler> byPrefix) {
        this.byPrefix = byPrefix;
    }

    /**
     * The commands of a class, including private and inherited methods.
     *
     * @throws IllegalArgumentException naming a method that cannot be a command, with the fix
     */
    public static AnnotatedCommands of(Class<?> type) {
        Map<String, Handler> handlers = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            Method[] methods = c.getDeclaredMethods();
            Arrays.sort(methods, Comparator.comparing(Method::toString)); // the JVM returns them in any order
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

    /** The descriptors, one per method, ordered by command. */
    public List<CommandDescriptor> descriptors() {
        return byPrefix.values()
                .stream()
                .map(Handler::descriptor)
                .sorted(Comparator.comparing(CommandDescriptor::cmd))
                .toList();
    }

    /** The prefixes of all commands: their literal words, separated by single spaces. */
    public Set<String> prefixes() {
        return Set.copyOf(byPrefix.keySet());
    }

    /** Whether a method handles the command with this prefix. */
    public boolean handles(String prefix) {
        return byPrefix.containsKey(prefix);
    }

    /**
     * Calls the method of a command on {@code module}, and returns its result; {@link #VOID} for a void method.
     *
     * @throws WrongArgument if an argument does not fit its parameter; the method was not called
     * @throws Throwable     the exception of the method
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

    /** The result of a void method. */
    public static final Object VOID = new Object();

    /** An argument that fits its descriptor but not the parameter of the method. */
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
