package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void wordsAreSplitAtBlanks() {
        assertThat(ShellWords.of("  osd\ttree  --format json ")).containsExactly("osd", "tree", "--format", "json");
        assertThat(ShellWords.of(" ")).isEmpty();
    }

    @Test
    void quotesAlsoWithinAWordAreNoPartOfIt() {
        assertThat(ShellWords.of("set k --val=\"my text\"")).isEqualTo(List.of("set", "k", "--val=my text"));
        assertThat(ShellWords.of("a'b c'd \"\" ''")).isEqualTo(List.of("ab cd", "", ""));
    }

    @Test
    void aBackslashEscapesAsInAPosixShell() {
        assertThat(ShellWords.of("a\\ b \\\" '\\' \"\\n \\$ \\\"\"")).isEqualTo(List.of("a b", "\"", "\\", "\\n $ \""));
        assertThat(ShellWords.of("os\\\nd tree")).isEqualTo(List.of("osd", "tree"));
        assertThat(ShellWords.of("end\\")).isEqualTo(List.of("end\\"));
    }
}
