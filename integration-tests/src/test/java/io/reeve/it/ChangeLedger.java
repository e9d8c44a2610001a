package io.reeve.it;

import io.reeve.it.RegisterHistory.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The acknowledged changes, one value for each subject: the cluster must show each as it was acknowledged last. A change of
 * unknown outcome leaves two values possible, until {@link #settle} is told what is stored after a failover, behind which
 * the change can not happen any more. Meanwhile nobody changes that subject. So a value that was replaced never counts as
 * possible again.
 */
final class ChangeLedger {
    /** The value of what is not there, and of what is not set. */
    static final String NOTHING = "";

    private final Map<String, Set<String>> possible = new TreeMap<>();
    private int acknowledged;

    /** Whether a change of this subject has an unknown outcome: then nobody may change it now. */
    synchronized boolean isOpen(String subject) {
        return valuesOf(subject).size() > 1;
    }

    /** The one value that a subject must have. */
    synchronized String value(String subject) {
        Set<String> values = valuesOf(subject);
        if (values.size() > 1) {
            throw new IllegalStateException(subject + " may be any of " + values);
        }
        return values.iterator().next();
    }

    private Set<String> valuesOf(String subject) {
        return possible.getOrDefault(subject, Set.of(NOTHING));
    }

    /** A change is about to be asked for: it may happen from now on. */
    synchronized void asks(String subject, String value) {
        Set<String> values = new TreeSet<>(valuesOf(subject));
        values.add(value);
        possible.put(subject, values);
    }

    /** The answer to a change that was asked for when the subject had the value {@code before}. */
    synchronized void answered(String subject, String before, String value, Outcome outcome) {
        switch (outcome) {
            case DONE -> {
                possible.put(subject, Set.of(value));
                acknowledged++;
            }
            case REFUSED -> possible.put(subject, Set.of(before));
            case UNKNOWN -> {
            }
        }
    }

    synchronized int acknowledged() {
        return acknowledged;
    }

    /** All that is possible now, by subject. */
    synchronized Map<String, Set<String>> expectation() {
        return new HashMap<>(possible);
    }

    /**
     * The differences between what must be there and what was read, in words.
     *
     * @param lost subjects of which nothing is expected, because what held them was harmed
     */
    synchronized List<String> differences(Map<String, String> read, Predicate<String> lost) {
        Set<String> subjects = new TreeSet<>(possible.keySet());
        subjects.addAll(read.keySet());
        List<String> wrong = new ArrayList<>();
        for (String subject : subjects) {
            String value = read.getOrDefault(subject, NOTHING);
            Set<String> values = valuesOf(subject);
            if (!values.contains(value) && !lost.test(subject)) {
                wrong.add(subject + " is '" + value + "', and must be " + String.join(" or ", values.stream()
                        .map(
                                v -> "'" + v + "'")
                        .toList()));
            }
        }
        return wrong;
    }

    /** What was read after a failover is what must be there from now on. */
    synchronized void settle(Map<String, String> read) {
        possible.clear();
        read.forEach((subject, value) -> possible.put(subject, Set.of(value)));
    }

    /** Other data were put in the place of the cluster's: from now on this is possible. */
    synchronized void replaced(Map<String, Set<String>> expectation) {
        possible.clear();
        possible.putAll(expectation);
    }
}
