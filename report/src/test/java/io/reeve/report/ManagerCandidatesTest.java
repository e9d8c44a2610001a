package io.reeve.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order in which managers are asked. */
class ManagerCandidatesTest {
    private static final String A = "a:1";
    private static final String B = "b:1";
    private static final String C = "c:1";
    private final ManagerCandidates candidates = new ManagerCandidates(List.of(A, B, C), 1);

    @Test
    void eachSearchBeginsWithAnotherManager() {
        assertThat(candidates.first(9)).containsExactly(B, C, A);
        assertThat(candidates.first(9)).containsExactly(C, A, B);
        assertThat(candidates.first(9)).containsExactly(A, B, C);
    }

    @Test
    void theManagerThatWasLostIsAskedLast() {
        candidates.lost(B);
        assertThat(candidates.first(9)).containsExactly(C, A, B);
        assertThat(candidates.first(9)).containsExactly(A, C, B);
        assertThat(candidates.first(2)).containsExactly(C, A);
    }

    @Test
    void theManagerThatIsSaidToBeActiveIsAskedFirstInTheNextSearchOnly() {
        candidates.lost(A);
        candidates.prefer(A);
        assertThat(candidates.first(9)).containsExactly(A, C, B);
        assertThat(candidates.first(9)).endsWith(A);
        candidates.prefer("unknown:1");
        assertThat(candidates.first(9)).containsExactlyInAnyOrder(A, B, C);
    }

    @Test
    void theOnlyManagerIsAskedAlsoIfItWasLost() {
        ManagerCandidates only = new ManagerCandidates(List.of(A), 0);
        only.lost(A);
        assertThat(only.first(9)).containsExactly(A);
        assertThat(only.first(9)).containsExactly(A);
    }

    @Test
    void ofManyManagersAllHaveTheirTurn() {
        List<String> many = java.util.stream.IntStream.range(0, 40).mapToObj(i -> "m" + i + ":1").toList();
        ManagerCandidates all = new ManagerCandidates(many, 7);
        Set<String> asked = new HashSet<>();
        for (int search = 0; search < 40; search++) {
            List<String> next = all.first(16);
            assertThat(next).hasSize(16).doesNotHaveDuplicates();
            asked.addAll(next);
        }
        assertThat(asked).hasSize(40);
    }
}
