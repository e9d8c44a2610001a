package io.reeve.command;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a body that should be a JSON object, in a sentence for who sent it: Jackson speaks to its own users. */
final class JsonErrors {
    private static final int LONGEST = 200;
    /** What Jackson says of its own classes, switches and sources. */
    private static final Pattern INTERNAL = Pattern
            .compile("( \\(start marker at|, from `|: enable `| \\(through |\\[Source).*");

    private JsonErrors() {}

    /** It starts with something else. */
    static BadRequestException noObject(@Nullable JsonToken first) {
        return new BadRequestException("the body is not a JSON object: " + switch (first) {
            case null -> "it is empty";
            case START_ARRAY -> "it is a list";
            case VALUE_STRING -> "it is a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "it is a number";
            case VALUE_TRUE, VALUE_FALSE -> "it is true or false";
            case VALUE_NULL -> "it is null";
            case NOT_AVAILABLE, START_OBJECT, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                "it starts with " + first.asString();
        });
    }

    /** Something follows the object. */
    static BadRequestException more(JsonLocation where) {
        return new BadRequestException("the body is more than one JSON object: another thing begins" + at(where));
    }

    /** It is no JSON. */
    static BadRequestException broken(JsonProcessingException e) {
        return new BadRequestException("the body is not JSON" + at(e.getLocation()) + ": "
                + (e instanceof JsonEOFException ? "it ends too early" : sentence(e.getOriginalMessage())));
    }

    private static String at(@Nullable JsonLocation where) {
        return where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }

    private static String sentence(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        String plain = INTERNAL.matcher(line).replaceFirst("").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
