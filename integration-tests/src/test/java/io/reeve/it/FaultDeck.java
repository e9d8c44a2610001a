package io.reeve.it;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The failures of a random run, drawn from a seed. As from a deck of cards, each kind comes before one comes again, and so
 * does each case of a harmed node.
 */
final class FaultDeck {
    private final Random chance;
    private final List<FaultKind> kinds = new ArrayList<>();
    private final Duration session;
    private final Deque<FaultKind> deck = new ArrayDeque<>();
    private final Deque<NodeFaults.Case> nodes = new ArrayDeque<>();

    FaultDeck(long seed, Collection<FaultKind> kinds, Duration session) {
        this.chance = new Random(seed);
        this.session = session;
        kinds.forEach(kind -> this.kinds.addAll(Collections.nCopies(kind.weight(), kind)));
    }

    /**
     * One failure.
     *
     * @param hold how long it lasts before the next one, or before all is mended
     */
    record Card(FaultKind kind, Fault fault, Duration hold) {
        @Override
        public String toString() {
            return kind + " (" + fault + ") for " + hold.toMillis() + " ms";
        }
    }

    /** The failures of the next round: one, or two or three that overlap. */
    List<Card> round() {
        int count = Math.max(1, chance.nextInt(5) - 1);
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cards.add(next());
        }
        return cards;
    }

    private Card next() {
        FaultKind kind = draw(deck, kinds);
        Fault fault = kind == FaultKind.NODE
                ? NodeFaults.of(draw(nodes, NodeFaults.all()), chance)
                : kind.draw(chance);
        return new Card(kind, fault, Duration.ofMillis(chance.nextLong(2 * session.toMillis())));
    }

    private <T> T draw(Deque<T> from, List<T> all) {
        if (from.isEmpty()) {
            List<T> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, chance);
            from.addAll(shuffled);
        }
        return from.remove();
    }
}
