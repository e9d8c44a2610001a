package io.reeve.command.grammar;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.command.grammar.Element.Literal;
import io.reeve.command.grammar.Element.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands of a table as data: {@code {"cmd000": {"sig", "help", "module", "perm", "flags"}}}. */
final class Descriptions {
    private Descriptions() {}

    static Map<String, Object> of(CommandTable table) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (CommandTable.Entry entry : table.entries()) {
            CommandDescriptor descriptor = entry.signature().descriptor();
            Map<String, Object> command = new LinkedHashMap<>();
            command.put("sig", signature(entry.signature()));
            command.put("help", descriptor.desc());
            command.put("module", entry.owner());
            command.put("perm", descriptor.perm());
            command.put("flags", descriptor.flags().stream().mapToInt(CommandDescriptor.Flag::bit).sum());
            all.put(String.format(Locale.ROOT, "cmd%03d", all.size()), command);
        }
        return all;
    }

    private static List<Object> signature(Signature signature) {
        List<Object> sig = new ArrayList<>();
        for (Element element : signature.elements()) {
            sig.add(switch (element) {
                case Literal l -> l.word();
                case Param p -> param(p);
            });
        }
        return sig;
    }

    private static Map<String, Object> param(Param p) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", p.name());
        keys.put("type", p.type().typeName());
        if (!p.required()) {
            keys.put("req", false);
        }
        if (p.isList()) {
            keys.put("n", p.count() == Param.MANY ? "N" : (Object) p.count());
        }
        if (!p.positional()) {
            keys.put("positional", false);
        }
        if (p.secret()) {
            keys.put("secret", true);
        }
        typeKeys(p.type(), keys);
        return keys;
    }

    private static void typeKeys(ArgType type, Map<String, Object> keys) {
        switch (type) {
            case IntType t -> range(keys, t.min(), t.max());
            case FloatType t -> range(keys, t.min(), t.max());
            case ChoicesType t -> keys.put("strings", t.description());
            case PrefixType t -> keys.put("prefix", t.word());
            case StringType t when t.goodchars() != null -> keys.put("goodchars", t.goodchars());
            case StringType t -> {
            }
            case BoolType t -> {
            }
            case EntityAddrType t -> {
            }
            case FilepathType t -> {
            }
            case FragmentType t -> {
            }
            case IpAddrType t -> {
            }
            case NameType t -> {
            }
            case ObjectnameType t -> {
            }
            case OsdNameType t -> {
            }
            case PgidType t -> {
            }
            case PoolnameType t -> {
            }
            case SocketpathType t -> {
            }
            case UuidType t -> {
            }
        }
    }

    private static void range(Map<String, Object> keys, @Nullable Number min, @Nullable Number max) {
        if (min != null) {
            keys.put("range", max == null ? min.toString() : min + "|" + max);
        }
    }
}
