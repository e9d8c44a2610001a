package io.reeve.api.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressEventTest {
    @Test
    void flagsAreOffUntilTheyAreAskedForAndStayWithAnotherMessage() {
        ProgressEvent event = ProgressEvent.of("a.b_c:d-1", "Moving");
        assertThat(event).isEqualTo(new ProgressEvent("a.b_c:d-1", "Moving", false, false));
        assertThat(event.shownInStatus().keptAcrossFailover().withMessage("Moved"))
                .isEqualTo(new ProgressEvent("a.b_c:d-1", "Moved", true, true));
        assertThat(event.keptAcrossFailover().shownInStatus())
                .isEqualTo(new ProgressEvent("a.b_c:d-1", "Moving", true, true));
    }

    @Test
    void anIdIsLettersDigitsAndFourSigns() {
        for (String id : List.of("", "a b", "a/b", "ä", "a\n", "x".repeat(129))) {
            assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.of(id, "m"))
                    .withMessage("id '" + id + "' of a progress event is not usable: use 1 to 128 letters,"
                            + " digits and . _ : -");
        }
        assertThat(ProgressEvent.of("x".repeat(128), "m").id()).hasSize(128);
    }

    @Test
    void aTextIsOneLineOfAtMost512Bytes() {
        assertThat(ProgressEvent.of("a", "ü".repeat(256)).message()).hasSize(256);
        assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.of("a", "ü".repeat(257)))
                .withMessage("the message of progress event 'a' has 514 bytes: use 1 to 512, not only spaces");
        assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.of("a", ""))
                .withMessage("the message of progress event 'a' has 0 bytes: use 1 to 512, not only spaces");
        assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.requireText("a", "reason", " "))
                .withMessage("the reason of progress event 'a' has 1 bytes: use 1 to 512, not only spaces");
    }

    @Test
    void aTextHasNoHalvesOfSurrogatePairs() {
        assertThat(ProgressEvent.of("a", "\ud83d\ude00").message()).hasSize(2);
        for (String text : List.of("a\ud83d", "\ude00b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.of("a", text))
                    .withMessage("the message of progress event 'a' has half a surrogate pair: use whole characters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\u001b[31m", "a\tb", "a\u2028b", "a\u0085b"})
    void aTextHasNoControlCharacters(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.of("a", text))
                .withMessage("the message of progress event 'a' has control characters: use one line of text");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 50})
    void aFractionIsFromZeroToOne(double fraction) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProgressEvent.requireFraction("a", fraction))
                .withMessage("the fraction of progress event 'a' is " + fraction
                        + ": use 0 to 1, the finished part of the work");
        assertThat(ProgressEvent.requireFraction("a", 0)).isZero();
        assertThat(ProgressEvent.requireFraction("a", 1)).isEqualTo(1);
    }
}
