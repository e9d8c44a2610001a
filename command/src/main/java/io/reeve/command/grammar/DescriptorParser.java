package io.reeve.command.grammar;

import io.reeve.command.grammar.Element.Literal;
import io.reeve.command.grammar.Element.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parser of one descriptor. */
final class DescriptorParser {
    private static final Set<String> KEYS = Set.of("name", "type", "req", "n", "positional", "strings", "range",
            "goodchars",
            "prefix", "secret");
    /** The names of texts that are secret unless their descriptor says otherwise. */
    private static final Set<String> SECRET_NAMES = Set.of("val", "value", "password", "passwd", "secret", "token",
            "key_data");
    private static final String TYPES = "CephInt, CephFloat, CephString, CephBool, CephChoices, CephPoolname, "
            + "CephObjectname, CephPgid, CephName, CephOsdName, CephIPAddr, CephEntityAddr, CephFilepath, CephFragment, "
            + "CephUUID, CephSocketpath or CephPrefix";
    private static final int MAX_COUNT = 1000;

    private final String cmd;
    private final List<Element> elements = new ArrayList<>();
    private boolean positional = true;

    DescriptorParser(String cmd) {
        this.cmd = cmd;
    }

    List<Element> elements() {
        for (String word : cmd.strip().split(" +")) {
            if (word.equals("--")) {
                positional = false;
            } else if (word.indexOf('=') >= 0 || word.indexOf(',') >= 0) {
                addParam(word);
            } else {
                addLiteral(word);
            }
        }
        if (elements.stream().noneMatch(Literal.class::isInstance)) {
            throw wrong("it has no literal word: start it with the name of the command");
        }
        return elements;
    }

    private void addLiteral(String word) {
        if (word.isEmpty() || word.startsWith("-")) {
            throw wrong("'" + word + "' cannot be a literal word: it would be taken for an option");
        }
        if (!word.matches("[!-~]+")) {
            throw wrong("'" + word + "' cannot be a literal word: use printable ASCII");
        }
        elements.add(new Literal(word));
    }

    private void addParam(String word) {
        Map<String, String> keys = keys(word);
        String name = keys.getOrDefault("name", "");
        if (!name.matches("[A-Za-z_][A-Za-z0-9_-]{0,63}")) {
            throw wrong("'" + word + "' needs name=NAME of letters, digits, _ and -, starting with a letter");
        }
        if (name.equals("prefix")) {
            throw wrong("a parameter cannot be called prefix: that is where a request names the command");
        }
        if (elements.stream().anyMatch(e -> e instanceof Param p && p.isCalled(name))) {
            throw wrong("two parameters are called '" + name + "'");
        }
        ArgType type = type(name, keys);
        boolean required = flag(name, keys, "req");
        boolean inPlace = isPositional(name, keys, required);
        elements.add(new Param(name, type, required, count(name, type, keys.get("n")), inPlace,
                isSecret(name, type, keys)));
        if (type instanceof BoolType) {
            positional = false;
        }
    }

    /** Whether the parameter may be given without its name: after a flag or {@code --} only if it is required. */
    private boolean isPositional(String name, Map<String, String> keys, boolean required) {
        boolean said = flag(name, keys, "positional");
        if (!said && required) {
            throw wrong("parameter '" + name + "' is positional=false and so must be req=false");
        }
        return said && (positional || required);
    }

    private boolean isSecret(String name, ArgType type, Map<String, String> keys) {
        return keys.containsKey("secret")
                ? flag(name, keys, "secret")
                : type instanceof StringType && SECRET_NAMES.contains(name);
    }

    private Map<String, String> keys(String word) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String pair : word.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key)) {
                throw wrong(
                        "'" + pair + "' in '" + word + "' is none of name=, type=, req=, n=, positional=, strings=, "
                                + "range=, goodchars=, prefix=, secret=");
            }
            if (keys.put(key, pair.substring(equals + 1)) != null) {
                throw wrong("'" + word + "' says " + key + "= twice");
            }
        }
        return keys;
    }

    private ArgType type(String name, Map<String, String> keys) {
        String type = keys.get("type");
        if (type == null) {
            throw wrong("parameter '" + name + "' has no type: add type= with " + TYPES);
        }
        only(name, type, keys, "range", "CephInt", "CephFloat");
        only(name, type, keys, "strings", "CephChoices");
        only(name, type, keys, "goodchars", "CephString");
        only(name, type, keys, "prefix", "CephPrefix");
        only(name, type, keys, "secret", "CephString");
        return switch (type) {
            case "CephInt" -> intType(name, keys.get("range"));
            case "CephFloat" -> floatType(name, keys.get("range"));
            case "CephString" -> stringType(name, keys.get("goodchars"));
            case "CephChoices" -> choicesType(name, keys.get("strings"));
            case "CephPrefix" -> new PrefixType(given(name, "prefix", keys.get("prefix")));
            case "CephBool" -> new BoolType();
            case "CephPoolname" -> new PoolnameType();
            case "CephObjectname" -> new ObjectnameType();
            case "CephPgid" -> new PgidType();
            case "CephName" -> new NameType();
            case "CephOsdName" -> new OsdNameType();
            case "CephIPAddr" -> new IpAddrType();
            case "CephEntityAddr" -> new EntityAddrType();
            case "CephFilepath" -> new FilepathType();
            case "CephFragment" -> new FragmentType();
            case "CephUUID" -> new UuidType();
            case "CephSocketpath" -> new SocketpathType();
            default -> throw wrong("parameter '" + name + "' has the unknown type " + type + ": use " + TYPES);
        };
    }

    private void only(String name, String type, Map<String, String> keys, String key, String... types) {
        if (keys.containsKey(key) && !List.of(types).contains(type)) {
            throw wrong("parameter '" + name + "' is a " + type + ", but " + key + "= is for "
                    + String.join(" and ", types));
        }
    }

    private IntType intType(String name, @Nullable String range) {
        if (range == null) {
            return new IntType(null, null);
        }
        try {
            String[] ends = ends(name, range);
            long min = IntType.wholeNumber(ends[0]).longValueExact();
            Long max = ends.length == 1 ? null : (Long) IntType.wholeNumber(ends[1]).longValueExact();
            if (max != null && max < min) {
                throw emptyRange(name, range);
            }
            return new IntType(min, max);
        } catch (BadValueException | ArithmeticException e) {
            throw badRange(name, range);
        }
    }

    private FloatType floatType(String name, @Nullable String range) {
        if (range == null) {
            return new FloatType(null, null);
        }
        try {
            String[] ends = ends(name, range);
            double min = FloatType.number(ends[0]);
            Double max = ends.length == 1 ? null : (Double) FloatType.number(ends[1]);
            if (Double.isNaN(min) || (max != null && !(max >= min))) {
                throw emptyRange(name, range);
            }
            return new FloatType(min, max);
        } catch (BadValueException e) {
            throw badRange(name, range);
        }
    }

    private String[] ends(String name, String range) {
        String[] ends = range.split("\\|", -1);
        if (ends.length > 2) {
            throw badRange(name, range);
        }
        return ends;
    }

    private StringType stringType(String name, @Nullable String goodchars) {
        if (goodchars == null) {
            return StringType.any();
        }
        try {
            return StringType.of(goodchars);
        } catch (IllegalArgumentException e) {
            throw wrong("parameter '" + name + "': " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private ChoicesType choicesType(String name, @Nullable String strings) {
        List<String> choices = List.of(given(name, "strings", strings).split("\\|", -1));
        if (choices.contains("") || Set.copyOf(choices).size() < choices.size()) {
            throw wrong("parameter '" + name + "': strings=" + strings + " has an empty or a double choice");
        }
        return new ChoicesType(choices);
    }

    private String given(String name, String key, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw wrong("parameter '" + name + "' needs " + key + "=");
        }
        return value;
    }

    private int count(String name, ArgType type, @Nullable String n) {
        if (n == null || n.equals("1")) {
            return 1;
        }
        if (type instanceof BoolType) {
            throw wrong("parameter '" + name + "' is a CephBool and takes no n=");
        }
        if (n.equals("N")) {
            return Param.MANY;
        }
        if (!n.matches("\\d{1,4}") || Integer.parseInt(n) < 1 || Integer.parseInt(n) > MAX_COUNT) {
            throw wrong("parameter '" + name + "': n=" + n + " is neither N nor a number from 1 to " + MAX_COUNT);
        }
        return Integer.parseInt(n);
    }

    private boolean flag(String name, Map<String, String> keys, String key) {
        String value = keys.getOrDefault(key, "true");
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong("parameter '" + name + "': " + key + "=" + value + " is neither true nor false");
        }
        return value.equals("true");
    }

    private IllegalArgumentException badRange(String name, String range) {
        return wrong("parameter '" + name + "': range=" + range + " is not MIN or MIN|MAX");
    }

    private IllegalArgumentException emptyRange(String name, String range) {
        return wrong("parameter '" + name + "': range=" + range + " holds no number");
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("command descriptor '" + cmd + "': " + what);
    }
}
