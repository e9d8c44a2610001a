package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is drawn for a random run of failures. */
class FaultDeckTest {
    private static final Duration SESSION = Duration.ofSeconds(4);
    private static final List<FaultKind> ALL = List.of(FaultKind.values());

    private static List<FaultDeck.Card> draw(long seed, List<FaultKind> kinds, int rounds) {
        FaultDeck deck = new FaultDeck(seed, kinds, SESSION);
        List<FaultDeck.Card> drawn = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            drawn.addAll(deck.round());
        }
        return drawn;
    }

    @Test
    void theSameSeedDrawsTheSameFaultsInTheSameOrder() {
        assertThat(draw(42, ALL, 200).toString()).isEqualTo(draw(42, ALL, 200).toString())
                .isNotEqualTo(draw(43, ALL, 200).toString());
    }

    @Test
    void eachKindComesBeforeOneComesAgain() {
        int once = ALL.stream().mapToInt(FaultKind::weight).sum();
        Set<FaultKind> seen = EnumSet.noneOf(FaultKind.class);
        draw(42, ALL, once).subList(0, once).forEach(card -> seen.add(card.kind()));
        assertThat(seen).containsExactlyInAnyOrder(FaultKind.values());
    }

    @Test
    void eachHarmOfEachNodeComesBeforeOneComesAgain() {
        List<NodeFaults.Case> cases = NodeFaults.all();
        List<String> drawn = draw(42, List.of(FaultKind.NODE), cases.size()).subList(0, cases.size())
                .stream()
                .map(card -> card.fault().toString().replaceAll(" [0-9]+$", ""))
                .toList();
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(
                cases.stream().map(one -> one.place() + " " + one.harm()).toList());
        assertThat(cases).contains(new NodeFaults.Case(NodePlace.ACTIVE, NodeFaults.Harm.PERSISTENT))
                .doesNotContain(new NodeFaults.Case(NodePlace.EPOCH, NodeFaults.Harm.PERSISTENT));
    }

    @Test
    void onlyTheKindsThatWereNamedAreDrawn() {
        Set<FaultKind> seen = new HashSet<>();
        draw(1, List.of(FaultKind.WIPE, FaultKind.CLOCK), 50).forEach(card -> seen.add(card.kind()));
        assertThat(seen).containsExactlyInAnyOrder(FaultKind.WIPE, FaultKind.CLOCK);
    }

    @Test
    void roundsHaveOneToThreeFaultsEachForLessThanTwoSessions() {
        FaultDeck deck = new FaultDeck(7, ALL, SESSION);
        Set<Integer> sizes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<FaultDeck.Card> round = deck.round();
            sizes.add(round.size());
            assertThat(round).allMatch(card -> card.hold().compareTo(SESSION.multipliedBy(2)) < 0);
        }
        assertThat(sizes).containsExactlyInAnyOrder(1, 2, 3);
    }
}
