package io.reeve.modulehost.options;

import io.reeve.api.ModuleOption;
import java.util.Optional;

/**
 * The value of an option as lists show it that nobody asked for a single value: a text that may be a secret is hidden. A number, a
 * choice and the like are shown; free text is, if its option has the tag {@code public}. What does not fit its option, or belongs to
 * none that is known, is hidden.
 */
public final class ShownValue {
    /** The text in place of a hidden value. */
    static final String HIDDEN = "***";
    private static final String PUBLIC = "public";
    private static final String SECRET = "secret";

    private ShownValue() {}

    /** Whether its tags say that nothing of the option is shown, whatever its type. */
    public static boolean isSecret(ModuleOption option) {
        return option.tags().contains(SECRET);
    }

    static String of(Optional<ModuleOption> option, String value) {
        return value.isEmpty() || option.filter(o -> isShown(o, value)).isPresent() ? value : HIDDEN;
    }

    private static boolean isShown(ModuleOption option, String value) {
        boolean free = switch (option.type()) {
            case STR, UUID -> option.enumAllowed().isEmpty() && !option.tags().contains(PUBLIC);
            case INT, UINT, FLOAT, BOOL, SIZE, SECS, ADDR -> false;
        };
        if (free || isSecret(option)) {
            return false;
        }
        try {
            return option.parse(value).isSet();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
