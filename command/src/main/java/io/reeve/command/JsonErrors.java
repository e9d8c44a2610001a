package io.reeve.command;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Errors about a body that is not one JSON object, worded for the client rather than for users of Jackson. */
final class JsonErrors {
    private static final int LONGEST = 200;
    /** The parts of a message that name classes, options and sources of Jackson. */
    private static final Pattern INTERNAL = Pattern
            .compile("( \\(start marker at|, from `|: enable `| \\(through |\\[Source).*");

    private JsonErrors() {}

    /** The error about a body that starts with something else. */
    static BadRequestException noObject(@Nullable JsonToken first) {
        return new BadRequestException("the body is not a JSON object: " + switch (first) {
            case null -> "it is empty";
            case START_ARRAY -> "it is a list";
            case VALUE_STRING -> "it is a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "it is a number";
            case VALUE_TRUE, VALUE_FALSE -> "it is true or false";
            case VALUE_NULL -> "it is null";
            case NOT_AVAILABLE, START_OBJECT, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                "it starts with " + first.asString();
        });
    }

    /** The error about a body in which something follows the object. */
    static BadRequestException more(JsonLocation where) {
        return new BadRequestException("the body is more than one JSON object: another thing begins" + at(where));
    }

    /** The error about a body that is not JSON. */
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
