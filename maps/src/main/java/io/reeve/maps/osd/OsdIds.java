package io.reeve.maps.osd;

import java.util.ArrayList;
import java.util.List;

/** The parser for storage daemons in commands: {@code 3}, {@code osd.3}, or {@code all}. */
final class OsdIds {
    private OsdIds() {}

    /**
     * The ids that the words name.
     *
     * @throws IllegalArgumentException naming the first word that is not an id
     */
    static List<Integer> of(List<String> words, OsdMapDraft draft) {
        List<Integer> ids = new ArrayList<>();
        for (String word : words) {
            if (word.equals("all") || word.equals("any") || word.equals("*")) {
                ids.addAll(draft.ids());
            } else {
                ids.add(one(word));
            }
        }
        return ids;
    }

    /** One id. */
    static int one(String word) {
        String number = word.startsWith("osd.") ? word.substring(4) : word;
        if (!number.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("invalid osd id '" + word + "': write a number, osd.NUMBER or all");
        }
        return Integer.parseInt(number);
    }
}
