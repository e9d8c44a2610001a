package io.reeve.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The form of a first configuration. */
enum InitForm {
    /** A file for each manager, for {@code reeved run --config}. */
    FILES,
    /** Units for systemd, and the files with their settings. */
    SYSTEMD,
    /** A compose file: all in containers on one machine. */
    COMPOSE;

    /** The form with this name. @throws IllegalArgumentException with the name, and those that there are */
    static InitForm of(String name) {
        for (InitForm form : values()) {
            if (form.word().equals(name)) {
                return form;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not one of " + names());
    }

    /** The name by which an option chooses it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> all() {
        return Arrays.stream(values()).map(InitForm::word).toList();
    }

    static String names() {
        return String.join(", ", all());
    }
}
