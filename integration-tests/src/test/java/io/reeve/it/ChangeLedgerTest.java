package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.it.RegisterHistory.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The second judge of the fault tests is itself judged, by changes made by hand. */
class ChangeLedgerTest {
    private final ChangeLedger ledger = new ChangeLedger();

    private void change(String subject, String value, Outcome outcome) {
        String before = ledger.value(subject);
        ledger.asks(subject, value);
        ledger.answered(subject, before, value, outcome);
    }

    private List<String> differences(Map<String, String> read) {
        return ledger.differences(read, _ -> false);
    }

    @Test
    void whatWasAcknowledgedMustBeThere() {
        change("flag noout", "set", Outcome.DONE);
        assertThat(differences(Map.of("flag noout", "set"))).isEmpty();
        assertThat(differences(Map.of())).containsExactly("flag noout is '', and must be 'set'");
        assertThat(ledger.acknowledged()).isOne();
    }

    @Test
    void aFlagThatWasUnsetMustNotComeBack() {
        change("flag noout", "set", Outcome.DONE);
        change("flag noout", "", Outcome.DONE);
        assertThat(differences(Map.of())).isEmpty();
        assertThat(differences(Map.of("flag noout", "set"))).containsExactly(
                "flag noout is 'set', and must be ''");
    }

    @Test
    void whatNobodyAskedForMustNotBeThere() {
        assertThat(differences(Map.of("module selftest", "on"))).containsExactly(
                "module selftest is 'on', and must be ''");
    }

    @Test
    void aRefusedChangeMustNotHaveHappened() {
        change("pool p1", "2", Outcome.DONE);
        change("pool p1", "3", Outcome.REFUSED);
        assertThat(differences(Map.of("pool p1", "2"))).isEmpty();
        assertThat(differences(Map.of("pool p1", "3"))).hasSize(1);
    }

    @Test
    void aChangeOfUnknownOutcomeMayHaveHappenedOrNotAndNothingElse() {
        change("pool p1", "2", Outcome.DONE);
        change("pool p1", "3", Outcome.UNKNOWN);
        assertThat(ledger.isOpen("pool p1")).isTrue();
        assertThat(differences(Map.of("pool p1", "2"))).isEmpty();
        assertThat(differences(Map.of("pool p1", "3"))).isEmpty();
        assertThat(differences(Map.of())).containsExactly("pool p1 is '', and must be '2' or '3'");
        assertThatThrownBy(() -> ledger.value("pool p1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterAFailoverOnlyWhatWasReadIsPossible() {
        change("pool p1", "2", Outcome.UNKNOWN);
        ledger.settle(Map.of("pool p1", "2"));
        assertThat(ledger.isOpen("pool p1")).isFalse();
        assertThat(differences(Map.of())).hasSize(1);
        assertThat(differences(Map.of("pool p1", "2"))).isEmpty();
    }

    @Test
    void aRestoredCopyMustShowWhatItHeldAndNothingLater() {
        change("mute A", "sticky", Outcome.DONE);
        Map<String, Set<String>> copy = ledger.expectation();
        change("mute A", "", Outcome.DONE);
        change("mute B", "sticky", Outcome.DONE);
        ledger.replaced(copy);
        assertThat(differences(Map.of("mute A", "sticky"))).isEmpty();
        assertThat(differences(Map.of("mute B", "sticky"))).hasSize(2);
    }

    @Test
    void whatAHarmedNodeHeldMayBeLostAndNothingElse() {
        change("mute A", "sticky", Outcome.DONE);
        change("flag noout", "set", Outcome.DONE);
        assertThat(ledger.differences(Map.of(), subject -> subject.startsWith("mute ")))
                .containsExactly("flag noout is '', and must be 'set'");
    }
}
