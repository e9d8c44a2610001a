package io.reeve.modulehost.catalog;

import io.reeve.api.command.CliArg;
import io.reeve.api.command.Command;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a {@link io.reeve.api.command.CliCommand} method: its declaration in the descriptor and its value.
 *
 * @param name      the name of the argument; empty for the whole command and for its input
 * @param type      the Java type
 * @param signature its word in the descriptor; empty if it has none
 */
record CommandParameter(String name, Class<?> type, String signature) {

    static CommandParameter of(Method method, Parameter parameter) {
        Class<?> type = parameter.getType();
        CliArg arg = parameter.getAnnotation(CliArg.class);
        if (arg != null) {
            return new CommandParameter(arg.value(), type, signature(method, parameter, arg));
        }
        if (type == Command.class || type == byte[].class) {
            return new CommandParameter("", type, "");
        }
        throw wrong(method, parameter.getName(), "has no @CliArg: add @CliArg(\"name\"), or take byte[] or Command");
    }

    /** The value that the method gets from a command. */
    @Nullable
    Object from(Command command) {
        if (name.isEmpty()) {
            return type == Command.class ? command : command.inbuf();
        }
        Object value = command.args().get(name);
        return value == null ? absent() : converted(value);
    }

    private @Nullable Object absent() {
        if (type == List.class) {
            return List.of();
        }
        return switch (type.getName()) {
            case "int" -> 0;
            case "long" -> 0L;
            case "double" -> 0.0;
            case "boolean", "java.lang.Boolean" -> false;
            default -> null;
        };
    }

    private Object converted(Object value) {
        return switch (value) {
            case Long n when type == int.class || type == Integer.class -> {
                if (n.intValue() != n) {
                    throw new AnnotatedCommands.WrongArgument(name + ": " + n + " does not fit into 32 bits");
                }
                yield n.intValue();
            }
            case Long n when type == double.class || type == Double.class -> n.doubleValue();
            case String s when type.isEnum() -> constant(s);
            default -> value;
        };
    }

    private Object constant(String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new AnnotatedCommands.WrongArgument(text + " not in " + choices(type));
    }

    private static String signature(Method method, Parameter parameter, CliArg arg) {
        String name = arg.value();
        if (!name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            throw wrong(method, name, "is not a usable name: use letters, digits, _ and -");
        }
        for (String text : List.of(arg.type(), arg.range(), arg.strings(), arg.goodchars())) {
            if (text.matches(".*[,=\\s].*")) {
                throw wrong(method, name,
                        "says '" + text + "', but a descriptor cannot hold a comma, = or blank there");
            }
        }
        boolean list = parameter.getType() == List.class;
        Class<?> element = list ? element(method, name, parameter.getParameterizedType()) : parameter.getType();
        boolean flag = element == boolean.class || element == Boolean.class;
        if (!arg.positional() && arg.required() && !flag) {
            throw wrong(method, name, "cannot be required and not positional: set required = false");
        }
        StringBuilder word = new StringBuilder("name=").append(name)
                .append(",type=")
                .append(arg.type().isEmpty() ? cephType(method, name, element, arg) : arg.type());
        append(word, "strings", element.isEnum() ? choices(element) : arg.strings());
        append(word, "range", arg.range());
        append(word, "goodchars", arg.goodchars());
        append(word, "n", list ? "N" : "");
        append(word, "req", flag || !arg.required() ? "false" : "");
        append(word, "secret", arg.secret() ? "true" : "");
        append(word, "positional", arg.positional() ? "" : "false");
        return word.toString();
    }

    private static void append(StringBuilder word, String key, String value) {
        if (!value.isEmpty()) {
            word.append(',').append(key).append('=').append(value);
        }
    }

    private static String cephType(Method method, String name, Class<?> type, CliArg arg) {
        if (type.isEnum()) {
            return "CephChoices";
        }
        return switch (type.getName()) {
            case "java.lang.String" -> arg.strings().isEmpty() ? "CephString" : "CephChoices";
            case "int", "long", "java.lang.Integer", "java.lang.Long" -> "CephInt";
            case "double", "java.lang.Double" -> "CephFloat";
            case "boolean", "java.lang.Boolean" -> "CephBool";
            default -> throw wrong(method, name, "is a " + type.getTypeName()
                    + ": use String, int, long, double, boolean, an enum, or a List of String, Long or Double");
        };
    }

    private static Class<?> element(Method method, String name, Type list) {
        if (list instanceof ParameterizedType p && p.getActualTypeArguments()[0] instanceof Class<?> c
                && List.of(String.class, Long.class, Double.class).contains(c)) {
            return c;
        }
        throw wrong(method, name, "is a " + list.getTypeName() + ": use List of String, Long or Double");
    }

    private static String choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("|"));
    }

    private static IllegalArgumentException wrong(Method method, String name, String what) {
        return new IllegalArgumentException("parameter '" + name + "' of " + method + " " + what);
    }
}
