package io.reeve.api.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reeve.api.command.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticSectionTest {
    @Test
    void theFileSaysTheForm() {
        assertThat(DiagnosticSection.data("osd_map", List::of).file()).isEqualTo("osd_map.json");
        assertThat(DiagnosticSection.text("log", Text::new).file()).isEqualTo("log.txt");
    }

    @Test
    void aNameThatLeadsElsewhereIsRefused() {
        for (String name : List.of("../x", "a/b", "", "A", "a.b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> DiagnosticSection.data(name, List::of))
                    .withMessageContaining("has no usable name");
        }
    }
}
