package io.reeve.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DaemonIdTest {
    @Test
    void aNameIsParsedAtItsFirstDotAndPrintedAgain() {
        assertThat(DaemonId.of("osd.0")).isEqualTo(new DaemonId("osd", "0"));
        assertThat(DaemonId.of("host.a.example.com")).isEqualTo(new DaemonId("host", "a.example.com"));
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            DaemonId id = new DaemonId(text(random, 64, "abz-_09"), text(random, 256, "abz.-09é"));
            assertThat(DaemonId.of(id.name())).isEqualTo(id).hasToString(id.name());
        }
    }

    private static String text(Random random, int most, String letters) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void whatIsNoNameIsRefusedWithItsText() {
        for (String text : List.of("", "osd", ".0", "osd.", ".", "a".repeat(65) + ".0", "a." + "b".repeat(257),
                "osd.a\nb", "osd.\u001b[2J", "a\u202e.b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> DaemonId.of(text)).withMessageContaining("is not a");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> DaemonId.of("osd")).withMessageContaining("'osd'");
    }

    @Test
    void isValidSaysWhetherTheConstructorAccepts() {
        for (String type : List.of("", "a", "a.b", "a\u202e", "a".repeat(64), "a".repeat(65))) {
            for (String id : List.of("", "a", "a.b", "ü", "a\nb", "\u001b", "\u009b", "\u2028", "a".repeat(256),
                    "a".repeat(257))) {
                boolean accepted = true;
                try {
                    DaemonId _ = new DaemonId(type, id);
                } catch (IllegalArgumentException refused) {
                    accepted = false;
                }
                assertThat(DaemonId.isValid(type, id)).as("%s.%s", type, id).isEqualTo(accepted);
            }
        }
    }

    @Test
    void idsThatAreNumbersComeFirstByTheirValueThenAllOthers() {
        List<String> ordered = List.of("0", "2", "10", "999999999999999999", "1000000000000000000",
                "9223372036854775808", "99999999999999999999999999", "!x", "-1", "1a", "a", "b");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(3));
        shuffled.sort(DaemonId.ID_ORDER);
        assertThat(shuffled).isEqualTo(ordered);
    }

    @Test
    void theOrderOfNumbersIsThatOfTheirValues() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            BigInteger one = new BigInteger(random.nextInt(90), random);
            BigInteger two = random.nextInt(8) == 0 ? one : new BigInteger(random.nextInt(90), random);
            assertThat(Integer.signum(DaemonId.ID_ORDER.compare(one.toString(), two.toString())))
                    .as("%s and %s", one, two)
                    .isEqualTo(one.compareTo(two));
        }
        assertThat(DaemonId.ID_ORDER.compare("7", "07")).as("another id of the same value").isNotZero();
    }

    @Test
    void daemonsAreOrderedByTypeThenId() {
        assertThat(List.of(DaemonId.of("osd.10"), DaemonId.of("mds.b"), DaemonId.of("osd.9"), DaemonId.of("mds.a"))
                .stream()
                .sorted()
                .map(DaemonId::name)).containsExactly("mds.a", "mds.b", "osd.9", "osd.10");
    }
}
