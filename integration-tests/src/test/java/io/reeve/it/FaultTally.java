package io.reeve.it;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a random run. */
final class FaultTally {
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    private int rounds;
    private int writes;
    private Duration longest = Duration.ZERO;

    void round(List<FaultDeck.Card> cards, FaultRound round, Duration settled) {
        rounds++;
        writes += round.written();
        cards.forEach(card -> counts.merge(card.kind(), 1, Integer::sum));
        longest = settled.compareTo(longest) > 0 ? settled : longest;
    }

    int faults() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int rounds() {
        return rounds;
    }

    String table(int changes) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
                "[faults] %d faults in %d rounds, all well; %d writes and %d changes acknowledged, none lost;"
                        + " well again at most %.1f s after the harm was undone",
                faults(), rounds, writes, changes, longest.toMillis() / 1e3));
        counts.forEach((kind, count) -> table.append(String.format(Locale.ROOT, "\n[faults] %5d  %s", count, kind)));
        return table.toString();
    }
}
