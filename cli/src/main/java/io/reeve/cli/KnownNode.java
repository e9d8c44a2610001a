package io.reeve.cli;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manager that is to be asked for its diagnostics.
 *
 * @param name its name; the URL of one that did not say it
 * @param gid  the number of its process; 0 if not known
 * @param url  the URL at which it has answered; null if it has not
 * @param why  the reasons why it did not answer, one for each URL; empty if it did
 */
record KnownNode(String name, long gid, @Nullable URI url, List<String> why) {
    KnownNode {
        why = List.copyOf(why);
    }
}
