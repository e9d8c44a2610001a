package io.reeve.command.grammar;

import io.reeve.command.grammar.Element.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The binding of the arguments of a JSON request to one signature. */
final class JsonBinding {
    private JsonBinding() {}

    /**
     * The arguments as a handler gets them.
     *
     * @param json values as a JSON parser returns them: null, Map, List, String, Number, Boolean
     * @throws BadValueException with the reason, if an argument is unknown, missing or does not fit
     */
    static Map<String, Object> bind(Signature signature, Map<String, ? extends @Nullable Object> json,
            @Nullable String format) throws BadValueException {
        Map<String, Object> args = new LinkedHashMap<>();
        List<String> known = signature.parameterNames();
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw new BadValueException("unknown argument",
                        "unknown argument '" + name + "': '" + signature.prefix() + "' takes "
                                + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        for (Param param : signature.params()) {
            if (json.containsKey(param.name())) {
                args.put(param.name(), value(param, json.get(param.name())));
            } else if (param.name().equals("format") && format != null) {
                args.put(param.name(), param.check(format));
            } else if (param.required()) {
                throw new BadValueException("missing " + param.name(), param.isList()
                        ? WordMatch.saw(param, 0)
                        : "missing required parameter " + param
                                .described());
            }
        }
        return args;
    }

    private static Object value(Param param, @Nullable Object json) throws BadValueException {
        if (!param.isList()) {
            return param.check(json);
        }
        if (!(json instanceof List<?> list)) {
            throw new BadValueException("bad value of " + param.name(),
                    param.name() + ": expected a list of " + param.type().description());
        }
        boolean enough = param.count() == Param.MANY
                ? !param.required() || !list.isEmpty()
                : list.size() == param.count();
        if (!enough) {
            throw new BadValueException(WordMatch.wrongNumber(param), WordMatch.saw(param, list.size()));
        }
        List<Object> values = new ArrayList<>();
        for (Object each : list) {
            values.add(param.check(each));
        }
        return values;
    }
}
