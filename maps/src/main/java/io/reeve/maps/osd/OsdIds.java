package io.reeve.maps.osd;

import io.reeve.api.MgrException;
import io.reeve.api.command.Command;
import io.reeve.cluster.daemon.OsdId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parser for storage daemons in commands: {@code 3}, {@code osd.3}, or {@code all}. */
final class OsdIds {
    private OsdIds() {}

    /**
     * The ids that the words name.
     *
     * @throws MgrException EINVAL, naming the first word that is not an id
     */
    static List<Integer> of(List<String> words, OsdMapDraft draft) {
        return of(words, draft.ids());
    }

    /** The ids likewise, of a map that does not change. */
    static List<Integer> of(List<String> words, OsdMap map) {
        return of(words, map.osds().keySet());
    }

    private static List<Integer> of(List<String> words, Set<Integer> all) {
        List<Integer> ids = new ArrayList<>();
        for (String word : words) {
            if (word.equals("all") || word.equals("any") || word.equals("*")) {
                ids.addAll(all);
            } else {
                ids.add(one(word));
            }
        }
        return ids;
    }

    /**
     * The storage daemon that a command's argument {@code id} names.
     *
     * @throws MgrException EINVAL, if it names none or several
     */
    static int one(Command command) {
        String word = String.valueOf(command.args().get("id"));
        if (!OsdId.isValid(number(word))) {
            throw new MgrException(
                    "invalid osd id '" + word + "': '" + command.prefix() + "' takes one, as NUMBER or osd.NUMBER");
        }
        return OsdId.of(number(word));
    }

    private static int one(String word) {
        if (!OsdId.isValid(number(word))) {
            throw new MgrException("invalid osd id '" + word + "': write a number, osd.NUMBER or all");
        }
        return OsdId.of(number(word));
    }

    private static String number(String word) {
        return word.startsWith("osd.") ? word.substring(4) : word;
    }
}
