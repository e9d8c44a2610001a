package io.reeve.command.grammar;

import java.util.Collection;
import java.util.List;

/**
 * The values that completion proposes for parameters beside those that their types list: names of what there is now. Never a
 * secret, so no key or value of config-key and no value of an option. Called on any thread; must not block.
 */
@FunctionalInterface
public interface KnownValues {
    /** No values. */
    KnownValues NONE = (_, _, _) -> List.of();

    /**
     * The values for a parameter.
     *
     * @param command the words of the command, such as {@code mgr module enable}
     * @param name    the parameter's name
     * @param type    its type, such as {@code CephOsdName}
     */
    Collection<String> of(String command, String name, String type);
}
